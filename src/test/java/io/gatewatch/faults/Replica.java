package io.gatewatch.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process of the packaged jar. */
final class Replica implements AutoCloseable {

    private static final Path JAR = Path.of(System.getProperty("gatewatch.jar", "target/gatewatch.jar"));
    private static final String USER = "faults";
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(10);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private final Map<String, String> settings;
    private final List<String> before;
    private final Path log;
    private final int port = freePort();
    private final int managementPort = freePort();
    private Process process;

    /**
     * A replica that does not run yet.
     *
     * @param settings as in the environment
     * @param before what stands before {@code java}, such as another program that runs it
     */
    Replica(String name, Path directory, Map<String, String> settings, List<String> before) {
        this.settings = new HashMap<>(settings);
        this.before = before;
        this.log = directory.resolve(name + ".log");
    }

    void setting(String name, String value) {
        settings.put(name, value);
    }

    void start() {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toAbsolutePath().toString()));
        var builder = new ProcessBuilder(command)
                .directory(log.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(settings);
        builder.environment().put("SERVER_PORT", String.valueOf(port));
        builder.environment().put("MANAGEMENT_SERVER_PORT", String.valueOf(managementPort));
        builder.environment().put("GATEWATCH_SECURITY_USERS_0_NAME", USER);
        builder.environment().put("GATEWATCH_SECURITY_USERS_0_PASSWORD", "{noop}" + USER);
        builder.environment().put("GATEWATCH_SECURITY_USERS_0_ROLES", "admin");
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        await().atMost(STARTS_WITHIN)
                .pollInterval(Duration.ofMillis(250))
                .failFast(() -> assertThat(process.isAlive()).as(this::log).isTrue())
                .until(() -> health("readiness") == 200);
    }

    /** The status of a probe; 0 when nobody answers. */
    int health(String probe) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(uri(managementPort, "/actuator/health/" + probe))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        exitCode(Duration.ofSeconds(10));
    }

    /** As {@code kill}. */
    void terminate() {
        process.destroy();
    }

    int exitCode(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("It did not end within " + within);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String scrape() {
        return send(HttpRequest.newBuilder(uri(managementPort, "/actuator/prometheus")))
                .body();
    }

    /** Bytes of the heap that are in use after a collection. */
    long liveHeap() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        assertThat(new ProcessBuilder(jcmd, String.valueOf(process.pid()), "GC.run")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
        return (long) scrape().lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(port, path)));
    }

    HttpResponse<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(uri(port, path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        String credentials = Base64.getEncoder().encodeToString((USER + ":" + USER).getBytes(StandardCharsets.UTF_8));
        try {
            return HTTP.send(
                    request.header("Authorization", "Basic " + credentials)
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }
}
