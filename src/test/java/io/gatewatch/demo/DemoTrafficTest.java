package io.gatewatch.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gatewatch.simulator.SimulatedCentral;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoTrafficTest {

    private final List<String> registered = new CopyOnWriteArrayList<>();
    private final SimulatedCentral central = SimulatedCentral.start(Clock.systemUTC());
    private HttpServer application;

    @BeforeEach
    void open() throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/api/v1/tasks", exchange -> {
            registered.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        application.start();
    }

    @AfterEach
    void close() {
        application.stop(0);
        central.close();
    }

    @Test
    void eachTestIsRegisteredWithWhatCentralSaidWhenItStarted() {
        var traffic = traffic();
        traffic.next();
        traffic.next();

        assertThat(registered)
                .hasSize(2)
                .allMatch(body -> body.startsWith("{\"location\":\"/network-troubleshooting/v1alpha1/gateways/CN"))
                .doesNotHaveDuplicates();
    }

    @Test
    void anApplicationThatIsNotThereStopsNothing() {
        application.stop(0);
        var traffic = traffic();
        traffic.next();
        traffic.next();

        assertThat(registered).isEmpty();
    }

    private DemoTraffic traffic() {
        int port = application.getAddress().getPort();
        return new DemoTraffic(central, URI.create("http://127.0.0.1:" + port));
    }
}
