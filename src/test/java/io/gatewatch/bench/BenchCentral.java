package io.gatewatch.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A Central whose tests end exactly when a benchmark says, that tells no progress, and that counts every call. */
final class BenchCentral implements AutoCloseable {

    private static final String RUNNING = "{\"status\": \"RUNNING\", \"progressPercent\": 0, \"startTime\": \"%s\"}";

    private static final String COMPLETED = """
            {"status": "COMPLETED", "progressPercent": 100, "startTime": "%s", "endTime": "%s", "failReason": null,
             "rawOutput": null, "output": {"url": "www.google.com", "successRatePercent": "100",
             "sentPacketsCount": "1", "receivedPacketsCount": "1", "minimumLatencyMilliseconds": "300",
             "averageLatencyMilliseconds": "300", "maximumLatencyMilliseconds": "300",
             "responses": [{"responseNumber": "1", "responseBytes": "19556", "responseTimeMilliseconds": "300",
             "downloadRate": "65.19KB/sec", "responseCode": "200/OK"}]}}
            """;

    private static final String LIMITED =
            "{\"errorCode\": \"HPE_GRAVITY_TOO_MANY_REQUESTS\", \"message\": \"Rate limit exceeded.\"}";

    /** A test that is under way at Central. */
    record Running(Instant start, Instant end) {}

    private final Map<String, Running> tests = new ConcurrentHashMap<>();
    private final Deque<Long> lastSecond = new ArrayDeque<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final int perSecond;
    private final HttpServer server;

    BenchCentral(int perSecond) {
        this.perSecond = perSecond;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext(
                "/token",
                exchange -> reply(
                        exchange,
                        200,
                        "{\"access_token\": \"t\"," + " \"token_type\": \"Bearer\", \"expires_in\": 7200}"));
        server.createContext("/network-troubleshooting", this::poll);
        server.start();
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Begins a test that takes so long; returns its task id. */
    String start(Duration takes) {
        String id = Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-bench";
        Instant now = Instant.now();
        tests.put(id, new Running(now, now.plus(takes)));
        return id;
    }

    Running test(String id) {
        return tests.get(id);
    }

    int calls() {
        return calls.get();
    }

    int refused() {
        return refused.get();
    }

    int mostInASecond() {
        return most.get();
    }

    void countAnew() {
        calls.set(0);
        refused.set(0);
        most.set(0);
    }

    private void poll(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        if (isOverLimit()) {
            refused.incrementAndGet();
            reply(exchange, 429, LIMITED);
            return;
        }
        String path = exchange.getRequestURI().getPath();
        Running test = tests.get(path.substring(path.lastIndexOf('/') + 1));
        boolean ended = !Instant.now().isBefore(test.end);
        reply(exchange, 200, ended ? COMPLETED.formatted(test.start, test.end) : RUNNING.formatted(test.start));
    }

    private synchronized boolean isOverLimit() {
        long now = System.nanoTime();
        while (!lastSecond.isEmpty() && now - lastSecond.peekFirst() > 1_000_000_000L) {
            lastSecond.removeFirst();
        }
        lastSecond.addLast(now);
        most.accumulateAndGet(lastSecond.size(), Math::max);
        return lastSecond.size() > perSecond;
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
