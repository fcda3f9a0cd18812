package io.gatewatch.central;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server for one connection that sends exactly what it is told, whether that is HTTP or not, for as long as it is read. */
final class RawServer implements AutoCloseable {

    private static final long MOST = 64L << 20;

    private final ServerSocket server;
    private final CompletableFuture<Long> taken = new CompletableFuture<>();

    private RawServer(String head, String piece) {
        try {
            server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(() -> serve(head, piece), "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** 64 MB of blanks, or as many as are taken. */
    static RawServer endless(String head) {
        return repeating(head, " ".repeat(8192));
    }

    static RawServer repeating(String head, String piece) {
        return new RawServer(head, piece);
    }

    /** No further byte comes and the connection stays open. */
    static RawServer silentAfter(String words) {
        return new RawServer(words, "");
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    long bytesTakenUntilTheClientLeft() {
        return taken.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void serve(String head, String piece) {
        long sent = 0;
        try (Socket socket = server.accept()) {
            socket.getInputStream().read();
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
            for (; bytes.length > 0 && sent < MOST; sent += bytes.length) {
                out.write(bytes);
            }
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException theClientLeft) {
            // That is what is waited for.
        }
        taken.complete(sent);
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
