package io.gatewatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/**
 * Answers the two probes while the start waits for the database: alive, and not ready. Without it the process would be
 * taken for dead and started again and again, which brings no database back.
 */
final class WaitingRoom implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WaitingRoom.class);
    private static final String PORT = "management.server.port";

    private final @Nullable HttpServer server;

    private WaitingRoom(@Nullable HttpServer server) {
        this.server = server;
    }

    static WaitingRoom open(Environment environment) {
        try {
            HttpServer server = HttpServer.create(address(environment), 0);
            server.createContext("/", exchange -> answer(exchange, 404, "{}"));
            server.createContext("/actuator/health/liveness", exchange -> answer(exchange, 200, status("UP")));
            server.createContext(
                    "/actuator/health/readiness", exchange -> answer(exchange, 503, status("OUT_OF_SERVICE")));
            server.start();
            return new WaitingRoom(server);
        } catch (IOException | IllegalArgumentException e) {
            log.debug("Nobody answers on {} while the start waits", PORT, e);
            return new WaitingRoom(null);
        }
    }

    private static InetSocketAddress address(Environment environment) {
        int port = environment.getProperty(PORT, Integer.class, 0);
        String host = environment.getProperty("management.server.address");
        return host == null ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    private static String status(String status) {
        return "{\"status\":\"" + status + "\"}";
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
