package io.gatewatch.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A pooler in transaction mode with fewer connections than the replicas have. */
record PgBouncer(Process process, int port) implements AutoCloseable {

    private static final String NOBODY = "65534";

    static PgBouncer start(Path program, Cluster cluster) throws IOException {
        int port = freePort();
        Path directory = Files.createTempDirectory(Path.of("/var/tmp"), "gatewatch-pgbouncer-");
        Path users = Files.writeString(
                directory.resolve("users"),
                "\"%s\" \"%s\"\n".formatted(cluster.postgres.username(), cluster.postgres.password()));
        Path settings = Files.writeString(directory.resolve("pgbouncer.ini"), """
                [databases]
                * = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = plain
                auth_file = %s
                pool_mode = transaction
                default_pool_size = 4
                max_client_conn = 200
                ignore_startup_parameters = extra_float_digits
                logfile = %s
                """.formatted(
                        cluster.postgres.port(), port, users, directory.resolve("log")));
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            Files.setAttribute(directory, "unix:uid", Integer.valueOf(NOBODY));
            Files.setAttribute(users, "unix:uid", Integer.valueOf(NOBODY));
            Files.setAttribute(settings, "unix:uid", Integer.valueOf(NOBODY));
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.addAll(List.of(program.toString(), "-q", settings.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(Duration.ofSeconds(20)).until(() -> answers(port));
        return new PgBouncer(process, port);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
