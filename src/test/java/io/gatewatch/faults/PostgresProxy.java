package io.gatewatch.faults;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a replica and PostgreSQL, and loses the acknowledgement of commits: they are done, and nobody is told. */
final class PostgresProxy implements AutoCloseable {

    private static final int PROTOCOL_3 = 3 << 16;

    private final ServerSocket server;
    private final int postgres;
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile int loseEvery;

    PostgresProxy(int postgres) {
        this.postgres = postgres;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::listen);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Every so-manieth commit is done and not acknowledged from now on; 0 ends it. */
    void loseEvery(int commits) {
        loseEvery = commits;
    }

    int lost() {
        return lost.get();
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "postgres-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                daemon(() -> connect(client));
            } catch (IOException closed) {
                // The loop's condition sees it.
            }
        }
    }

    private void connect(Socket client) {
        try {
            var connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), postgres));
            daemon(connection::forwardAnswers);
            connection.forwardQuestions();
        } catch (IOException away) {
            close(client);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One session; the driver names its COMMIT once and then only calls it by that name. */
    private final class Connection {

        private final Socket client;
        private final Socket server;
        private final Set<String> namesOfCommit = new HashSet<>();
        private volatile boolean losing;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void forwardQuestions() {
            try (client;
                    server) {
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                var in = new DataInputStream(client.getInputStream());
                var out = new DataOutputStream(server.getOutputStream());
                forwardStart(in, out);
                while (true) {
                    forwardMessage(in, out);
                }
            } catch (IOException ended) {
                // One of the two left, and both are closed.
            }
        }

        private void forwardStart(DataInputStream in, DataOutputStream out) throws IOException {
            int code;
            do {
                int length = in.readInt();
                code = in.readInt();
                out.writeInt(length);
                out.writeInt(code);
                out.write(in.readNBytes(length - 8));
                out.flush();
            } while (code != PROTOCOL_3);
        }

        private void forwardMessage(DataInputStream in, DataOutputStream out) throws IOException {
            byte type = in.readByte();
            int length = in.readInt();
            byte[] body = in.readNBytes(length - 4);
            if (isCommit(type, body) && loseEvery > 0 && commits.incrementAndGet() % loseEvery == 0) {
                losing = true;
            }
            out.writeByte(type);
            out.writeInt(length);
            out.write(body);
            if (in.available() == 0) {
                out.flush();
            }
        }

        private boolean isCommit(byte type, byte[] body) {
            String[] texts = new String(body, StandardCharsets.ISO_8859_1).split("\0", 3);
            if (type == 'P' && texts[1].equals("COMMIT")) {
                namesOfCommit.add(texts[0]);
            }
            return type == 'B' && namesOfCommit.contains(texts[1]);
        }

        void forwardAnswers() {
            try (client;
                    server) {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                byte[] buffer = new byte[64 * 1024];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (losing) {
                        lost.incrementAndGet();
                        return;
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException ended) {
                // One of the two left, and both are closed.
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
