package io.gatewatch.demo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.gatewatch.simulator.SimulatedCentral;
import io.gatewatch.simulator.SimulatedGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts tests on the simulated gateways for ever, each url of each gateway in its turn, and registers them. */
final class DemoTraffic {

    private record Target(String serial, String url) {}

    private static final Logger log = LoggerFactory.getLogger(DemoTraffic.class);
    private static final Duration ROUND = Duration.ofSeconds(25);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SimulatedCentral central;
    private final URI tasks;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final List<Target> targets = SimulatedGateway.fleet().stream()
            .flatMap(gateway -> gateway.urls().stream().map(url -> new Target(gateway.serial(), url)))
            .toList();
    private int turn;

    DemoTraffic(SimulatedCentral central, URI application) {
        this.central = central;
        this.tasks = application.resolve("/api/v1/tasks");
    }

    void start() {
        var threads = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "demo-traffic");
            thread.setDaemon(true);
            return thread;
        });
        threads.scheduleAtFixedRate(this::next, 0, ROUND.toMillis() / targets.size(), MILLISECONDS);
    }

    /** Starts the test whose turn it is; one that cannot be registered is nobody's loss. */
    void next() {
        var target = targets.get(turn++ % targets.size());
        var protocol = SimulatedGateway.protocolOf(target.url());
        register(central.accepted(central.startTest(target.serial(), protocol, target.url())));
    }

    private void register(String accepted) {
        try {
            var status =
                    client.send(request(accepted), BodyHandlers.discarding()).statusCode();
            log.debug("Registering a simulated test was answered {}", status);
        } catch (IOException notReady) {
            log.debug("A simulated test was not registered; the next one follows", notReady);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(String accepted) {
        var identity = (DemoSettings.USER + ":" + DemoSettings.PASSWORD).getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(tasks)
                .timeout(PATIENCE)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(identity))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(accepted))
                .build();
    }
}
