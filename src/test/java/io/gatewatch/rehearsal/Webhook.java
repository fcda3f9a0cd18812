package io.gatewatch.rehearsal;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where Alertmanager sends its notifications: a pager that only keeps them. */
final class Webhook implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /** An alert as it reached the pager. */
    record Notice(String alert, String status, JsonNode labels, JsonNode annotations) {}

    private final List<Notice> notices = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    Webhook() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            JsonNode alerts = JSON.readTree(exchange.getRequestBody()).path("alerts");
            StreamSupport.stream(alerts.spliterator(), false)
                    .map(Webhook::notice)
                    .forEach(notices::add);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    private static Notice notice(JsonNode alert) {
        JsonNode labels = alert.path("labels");
        return new Notice(
                labels.path("alertname").asString(),
                alert.path("status").asString(),
                labels,
                alert.path("annotations"));
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** Those of this alert in this state: firing or resolved. */
    List<Notice> notices(String alert, String status) {
        return notices.stream()
                .filter(notice -> notice.alert.equals(alert) && notice.status.equals(status))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
