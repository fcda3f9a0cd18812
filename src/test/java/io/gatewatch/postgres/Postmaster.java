package io.gatewatch.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/** The server process of one home, told to begin and to end through {@code pg_ctl}. */
final class Postmaster {

    private static final int ATTEMPTS = 3;
    private static final Duration STOPS_WITHIN = Duration.ofMinutes(1);
    private static final Duration CLIENTS_LEAVE_WITHIN = Duration.ofSeconds(10);

    private final Path programs;
    private final PostgresHome home;
    private final Keeping keeping;
    private int port;

    Postmaster(Path programs, PostgresHome home, Keeping keeping) {
        this.programs = programs.resolve("bin");
        this.home = home;
        this.keeping = keeping;
    }

    int port() {
        return port;
    }

    void start() {
        try {
            stop();
            makeCluster();
            startOn(port == 0 ? freePort() : port, ATTEMPTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Another program may take the free port before the server does: then the next one.
    private void startOn(int candidate, int attempts) throws IOException {
        Files.deleteIfExists(home.log());
        home.runAs().takeOver(home.directory());
        try {
            // pg_ctl gives the server a session of its own: Ctrl-C reaches us first, and we stop it in good order.
            run("pg_ctl", "start", "--wait", pgdata(home.data()), "--log=" + home.log(), options(candidate));
            port = candidate;
        } catch (IllegalStateException failed) {
            if (attempts == 1 || !logged().contains("could not bind")) {
                throw new IllegalStateException(
                        "PostgreSQL did not start in " + home.directory() + ": " + logged(), failed);
            }
            startOn(freePort(), attempts - 1);
        }
    }

    private String options(int candidate) {
        return "--options=-p " + candidate + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
                + keeping.serverOptions;
    }

    private static String pgdata(Path data) {
        return "--pgdata=" + data;
    }

    private String logged() throws IOException {
        return Files.exists(home.log()) ? Files.readString(home.log()) : "";
    }

    /** Stops the server in good order, whoever started it; nothing when none runs. */
    void stop() {
        if (running().isPresent()) {
            pgCtlStop("fast", STOPS_WITHIN);
        }
        forgetTheDead();
    }

    void crash() {
        pgCtlStop("immediate", STOPS_WITHIN);
    }

    private void pgCtlStop(String mode, Duration limit) {
        run("pg_ctl", "stop", "--wait", pgdata(home.data()), "--mode=" + mode, "--timeout=" + limit.toSeconds());
    }

    // Hooks of a dying JVM run side by side: Spring's, which closes the contexts, is to have its database until then.
    void stopAfterItsClients() {
        try {
            pgCtlStop("smart", CLIENTS_LEAVE_WITHIN);
        } catch (IllegalStateException someoneStays) {
            stop();
        }
    }

    // The number in a file left behind may be another process by now, and PostgreSQL would not start beside it.
    private void forgetTheDead() {
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<ProcessHandle> running() {
        try (var lines = Files.lines(pidFile())) {
            return lines.findFirst()
                    .filter(pid -> pid.matches("\\d+"))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                    .filter(process -> process.info()
                            .commandLine()
                            .orElse("")
                            .contains(home.data().toString()));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private Path pidFile() {
        return home.data().resolve("postmaster.pid");
    }

    private void makeCluster() throws IOException {
        if (Files.exists(home.data())) {
            return;
        }
        // Moved into its place when whole, so that a first start that was cut short leaves nothing half made.
        var unfinished = home.directory().resolve("unfinished");
        FileSystemUtils.deleteRecursively(unfinished);
        home.password();
        home.runAs().takeOver(home.directory());
        initialize(unfinished);
        Files.move(unfinished, home.data());
    }

    private void initialize(Path data) {
        run(
                "initdb",
                pgdata(data),
                "--username=" + LocalPostgres.USERNAME,
                "--pwfile=" + home.passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                keeping.initOption);
    }

    private void run(String program, String... arguments) {
        var command = new String[arguments.length + 1];
        command[0] = programs.resolve(program).toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        home.runAs().run(home.directory(), command);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
