package io.gatewatch.demo;

import java.net.URI;
import java.nio.file.Path;
import org.springframework.core.env.Environment;

/** What to open and type once the demo is up. */
record Signpost(URI application, URI management, Path data) {

    static Signpost at(Environment environment, Path data) {
        int port = environment.getRequiredProperty("local.server.port", int.class);
        int managementPort = environment.getProperty("local.management.port", int.class, port);
        return new Signpost(loopback(port), loopback(managementPort), data);
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    String simulated() {
        return """
                Gatewatch is up, and a simulated Central never runs out of tests for it. User demo, password demo.

                  Page         %1$s/
                  History      curl -u demo:demo '%1$s/api/v1/gateways/CNJJKLB0T1/history?step=PT1M'
                  Gateways     curl -u demo:demo %1$s/api/v1/gateways
                  Prometheus   curl %2$s/actuator/prometheus
                  Real Central CENTRAL_BASE_URL=https://... CENTRAL_CLIENT_ID=... CENTRAL_CLIENT_SECRET=... \
                mvn spring-boot:test-run
                  Data         %3$s; to start afresh, stop this and delete it
                """.formatted(application, management, data);
    }

    String withCentral() {
        return """
                Gatewatch is up, and asks the Central you named. User demo, password demo.

                  Page         %1$s/
                  Watch a test curl -u demo:demo -H 'Content-Type: application/json' \
                -d '{"serialNumber": "...", "taskId": "..."}' %1$s/api/v1/tasks
                  Gateways     curl -u demo:demo %1$s/api/v1/gateways
                  Prometheus   curl %2$s/actuator/prometheus
                  Simulated    without CENTRAL_BASE_URL: mvn spring-boot:test-run
                  Data         %3$s; to start afresh, stop this and delete it
                """.formatted(application, management, data);
    }
}
