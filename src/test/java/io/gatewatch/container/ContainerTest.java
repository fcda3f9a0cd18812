package io.gatewatch.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.SimulatedCentral;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image does the main job once: a task handed in comes out as history and in the scrape. The gate builds the image and
 * names it in {@code -Dgatewatch.image}, and a PostgreSQL in {@code -Dgatewatch.database} (role and password gatewatch).
 */
@EnabledIfSystemProperty(
        named = "gatewatch.image",
        matches = ".+",
        disabledReason = "it takes an image and podman: GATE_IMAGE=true .ci/run builds and runs one on Debian as root")
class ContainerTest {

    private static final Logger log = LoggerFactory.getLogger(ContainerTest.class);
    private static final String IMAGE = System.getProperty("gatewatch.image", "");
    private static final String GATEWAY = "CNJJKLB0T1";

    @TempDir
    Path secrets;

    private final SimulatedCentral central = SimulatedCentral.start(Clock.systemUTC());

    private RunningContainer start(String... options) throws IOException {
        // Another user than ours reads them.
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwxr-xr-x"));
        secret("spring.datasource.username", "gatewatch");
        secret("spring.datasource.password", "gatewatch");
        secret("CENTRAL_CLIENT_ID", SimulatedCentral.CLIENT_ID);
        secret("CENTRAL_CLIENT_SECRET", SimulatedCentral.CLIENT_SECRET);
        secret("gatewatch.security.users.0.name", "otto");
        secret("gatewatch.security.users.0.password", "{noop}operator");
        secret("gatewatch.security.users.0.roles", "operator");
        Map<String, String> settings = Map.of(
                "SPRING_DATASOURCE_URL", System.getProperty("gatewatch.database"),
                "CENTRAL_BASE_URL", central.baseUrl().toString(),
                "CENTRAL_TOKEN_URI", central.tokenUri().toString());
        return new RunningContainer(IMAGE, secrets, settings, options);
    }

    private void secret(String name, String value) throws IOException {
        Files.writeString(secrets.resolve(name), value);
    }

    @Test
    void doesTheMainJobOnceAndStopsInGoodOrder() throws IOException {
        try (central;
                RunningContainer gatewatch = start()) {
            gatewatch.awaitReady(Duration.ofMinutes(5));
            String accepted = central.accepted(central.startTest(GATEWAY, "http", "http://arubanetworks.com"));
            assertThat(gatewatch.post("/api/v1/tasks", accepted).statusCode()).isEqualTo(201);
            gatewatch.await(
                    "the result",
                    Duration.ofMinutes(2),
                    () -> gatewatch
                            .get("/api/v1/gateways/" + GATEWAY + "/history")
                            .body()
                            .contains("\"summary\":{\"tests\":1,"));
            gatewatch.await(
                    "the scrape",
                    Duration.ofSeconds(30),
                    () -> gatewatch.scrape().contains("gateway_http_test_results_total{outcome="));
            assertThat(gatewatch.user()).isEqualTo("10001");
            assertThat(gatewatch.log()).doesNotContain(SimulatedCentral.CLIENT_SECRET, "Exception");
            log.info("{} MB resident", gatewatch.residentMegabytes());
            assertThat(gatewatch.stop()).isEqualTo("0");
        }
    }

    /** Two starts in turn: without the cache of classes, and with it; then a cache that is of no use ends the start. */
    @Test
    @EnabledIfSystemProperty(
            named = "gatewatch.image.aot",
            matches = "true",
            disabledReason = "the image has no AOT cache: it takes a JDK 25")
    void theCacheIsOfUse() throws IOException {
        try (central) {
            long without = readyAfter("--env=JAVA_TOOL_OPTIONS=-XX:AOTMode=off");
            long with = readyAfter("--env=JAVA_TOOL_OPTIONS=-XX:AOTMode=on");
            log.info("ready after {} ms without and {} ms with the cache: {}", without, with, (double) with / without);
        }
    }

    private long readyAfter(String... options) throws IOException {
        long start = System.nanoTime();
        try (RunningContainer gatewatch = start(options)) {
            gatewatch.awaitReady(Duration.ofMinutes(5));
            return Duration.ofNanos(System.nanoTime() - start).toMillis();
        }
    }
}
