package io.gatewatch.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

/** Says exactly these bytes to a port, for requests that no decent client would send, and takes down what comes back. */
public final class RawHttp {

    private static final int PATIENCE_MILLIS = 20_000;

    private RawHttp() {}

    /** What came back, head and body. */
    public record Reply(int status, String text) {}

    public static Reply ask(int port, String request) {
        return ask(port, request.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply ask(int port, byte[] request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Reply(text.isEmpty() ? 0 : Integer.parseInt(text.split(" ")[1]), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request line with the headers that make the server close the connection after its answer. */
    public static String head(String line, String user, String... headers) {
        String basic = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        return line + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\nAuthorization: Basic " + basic + "\r\n"
                + String.join("", Stream.of(headers).map(h -> h + "\r\n").toList()) + "\r\n";
    }
}
