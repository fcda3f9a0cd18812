package io.gatewatch.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.bench.ManyTargets;
import io.gatewatch.simulator.SimulatedCentral;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The image does the main job once: a task handed in comes out as history and in the scrape. The gate builds the image and
 * names it in {@code -Dgatewatch.image}, and a PostgreSQL in {@code -Dgatewatch.database} (role and password gatewatch).
 */
@EnabledIfSystemProperty(
        named = "gatewatch.image",
        matches = ".+",
        disabledReason = "it takes an image and podman: the gate builds and runs one on Debian as root")
class ContainerTest {

    private static final Logger log = LoggerFactory.getLogger(ContainerTest.class);
    private static final String IMAGE = System.getProperty("gatewatch.image", "");
    private static final String GATEWAY = "CNJJKLB0T1";

    private static final List<String> PAGES = List.of(
            "/api/v1/gateways?limit=500",
            "/api/v1/gateways?limit=500&sort=successRate",
            "/api/v1/gateways/BENCH7/history",
            "/api/v1/strips",
            "/api/v1/urls",
            "/api/v1/verdict",
            "/api/v1/status");

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

    /** As many as have labels of their own by default, scraped again and again while somebody turns the pages. */
    @Test
    void threeThousandTargetsFitIntoItsMemory() throws IOException {
        try (central;
                RunningContainer gatewatch = start()) {
            gatewatch.awaitReady(Duration.ofMinutes(5));
            JdbcClient jdbc = JdbcClient.create(
                    new DriverManagerDataSource(System.getProperty("gatewatch.database"), "gatewatch", "gatewatch"));
            ManyTargets.fill(jdbc, 3000);
            ManyTargets.test(jdbc);
            gatewatch.await(
                    "the targets",
                    Duration.ofMinutes(1),
                    () -> gatewatch.scrape().contains("serial=\"BENCH300\""));
            for (int i = 0; i < 15; i++) {
                assertThat(gatewatch.scrape()).contains("gateway_http_test_results_total{");
                for (String page : PAGES) {
                    assertThat(gatewatch.get(page).statusCode()).as(page).isEqualTo(200);
                }
            }
            long resident = gatewatch.residentMegabytes();
            log.info("{} MB resident with 3000 targets", resident);
            // Of the 1,024 that it may have; what is mapped from files can be given back.
            assertThat(resident).isLessThan(950);
            assertThat(gatewatch.log()).doesNotContain("Exception", " WARN ");
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
