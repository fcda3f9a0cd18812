package io.gatewatch.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One container of the image under podman: a read-only root, no capability, secrets as files, the network of the host. */
final class RunningContainer implements AutoCloseable {

    private static final List<String> RUN = List.of(
            "podman",
            "--runtime",
            "runc",
            "run",
            "--detach",
            "--network=host",
            "--read-only",
            "--tmpfs",
            "/tmp",
            "--cap-drop=ALL",
            "--security-opt=no-new-privileges",
            "--memory=1g",
            // What a user that is not root may have; podman asks for more than some machines give.
            "--ulimit=nofile=4096:4096",
            "--ulimit=nproc=4096:4096");

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = freePort();
    private final int managementPort = freePort();
    private final String id;

    RunningContainer(String image, Path secrets, Map<String, String> environment, String... options) {
        List<String> command = new ArrayList<>(RUN);
        command.addAll(List.of(options));
        command.add("--volume=" + secrets + ":/run/secrets/gatewatch:ro");
        environment.forEach((name, value) -> command.add("--env=" + name + "=" + value));
        command.add("--env=SERVER_PORT=" + port);
        command.add("--env=MANAGEMENT_SERVER_PORT=" + managementPort);
        command.add(image);
        // The last line; podman may warn of something before.
        id = output(command.toArray(String[]::new)).strip().replaceAll("(?s).*\n", "");
    }

    void awaitReady(Duration atMost) {
        await("readiness", atMost, () -> "200".equals(status("/actuator/health/readiness")));
    }

    /** Asks once a fifth of a second; what does not come in time is said with what the container tells of itself. */
    void await(String what, Duration atMost, BooleanSupplier there) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > end || !isRunning()) {
                throw new AssertionError(what + " did not come within " + atMost + ", or it ended:\n" + log() + told());
            }
            output("sleep", "0.2");
        }
    }

    private String told() {
        try {
            return get("/api/v1/status").body() + "\n" + get("/api/v1/tasks").body();
        } catch (UncheckedIOException silent) {
            return "It does not answer: " + silent.getMessage();
        }
    }

    private boolean isRunning() {
        return output("podman", "inspect", "--format", "{{.State.Running}}", id)
                .strip()
                .equals("true");
    }

    private String status(String path) {
        try {
            return String.valueOf(send(HttpRequest.newBuilder(management(path))).statusCode());
        } catch (UncheckedIOException notYet) {
            return notYet.getMessage();
        }
    }

    String scrape() {
        return send(HttpRequest.newBuilder(management("/actuator/prometheus"))).body();
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path) {
        String identity = Base64.getEncoder().encodeToString("otto:operator".getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + identity);
    }

    private URI management(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Megabytes that the process has in memory, of its own and shared. */
    long residentMegabytes() {
        String pid =
                output("podman", "inspect", "--format", "{{.State.Pid}}", id).strip();
        try {
            return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The user that the process is, as the kernel sees it. */
    String user() {
        return output("podman", "--runtime", "runc", "exec", id, "bash", "-c", "echo $UID")
                .strip();
    }

    /** Stops it as a cluster would, and returns the code that it ended with. */
    String stop() {
        output("podman", "--runtime", "runc", "stop", "--time", "40", id);
        return output("podman", "inspect", "--format", "{{.State.ExitCode}}", id)
                .strip();
    }

    String log() {
        return output("podman", "logs", id);
    }

    @Override
    public void close() {
        output("podman", "--runtime", "runc", "rm", "--force", "--time", "5", id);
    }

    static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " said: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
