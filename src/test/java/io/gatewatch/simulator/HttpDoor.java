package io.gatewatch.simulator;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * The smallest HTTP/1.1 server that can do what the JDK's own cannot: date its answers by a given clock, reset a
 * connection, break off in the middle, and say nothing at all.
 */
final class HttpDoor implements AutoCloseable {

    private static final int BACKLOG = 256;

    private final ServerSocket server;
    private final Clock clock;
    private final Function<HttpRequest, ScriptedAnswer> answers;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(HttpDoor::daemon);

    HttpDoor(int port, Clock clock, Function<HttpRequest, ScriptedAnswer> answers) {
        this.clock = clock;
        this.answers = answers;
        try {
            server = new ServerSocket(port, BACKLOG, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException("No simulated Central on port " + port, e);
        }
        threads.execute(this::listen);
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "simulated-central");
        thread.setDaemon(true);
        return thread;
    }

    int port() {
        return server.getLocalPort();
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                open.add(socket);
                threads.execute(() -> converse(socket));
            } catch (IOException closed) {
                // The loop's condition sees it.
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            boolean more = true;
            while (more) {
                var request = HttpRequest.read(in);
                more = send(answers.apply(request), socket, in) && !request.isLast();
            }
        } catch (IOException clientLeft) {
            // Clients come and go as they like.
        } finally {
            open.remove(socket);
        }
    }

    private boolean send(ScriptedAnswer answer, Socket socket, InputStream in) throws IOException {
        switch (answer.fault()) {
            case STALL -> in.read();
            case RESET -> socket.setSoLinger(true, 0);
            case TRUNCATED -> write(answer, answer.body().length / 2, socket.getOutputStream());
            case HALTED -> {
                write(answer, answer.body().length / 2, socket.getOutputStream());
                in.read();
            }
            case NONE -> write(answer, answer.body().length, socket.getOutputStream());
        }
        return answer.fault() == ScriptedAnswer.Fault.NONE;
    }

    private void write(ScriptedAnswer answer, int length, OutputStream out) throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + answer.status() + " Simulated\r\n");
        if (!answer.headers().containsKey("Date")) {
            head.append("Date: ").append(RetryHint.httpDate(clock.instant())).append("\r\n");
        }
        answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: ").append(answer.body().length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(Arrays.copyOf(answer.body(), length));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var socket : open) {
                socket.close();
            }
            threads.shutdown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
