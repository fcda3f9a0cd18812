package io.gatewatch;

import io.gatewatch.central.DatabaseTime;
import io.gatewatch.postgres.LocalPostgres;
import io.gatewatch.simulator.SimulatedCentral;
import io.gatewatch.simulator.SteppedClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * The whole application with a real PostgreSQL and a real server in Central's place; only the clock stands still, and the
 * rounds are stepped by the tests. Every test begins with empty tables, at noon of the day after the vendor's example.
 */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "gatewatch.polling.enabled=false",
            "gatewatch.central.requests-per-second=1000000",
            "gatewatch.security.users[0].name=vera",
            "gatewatch.security.users[0].password={noop}viewer",
            "gatewatch.security.users[0].roles=viewer",
            "gatewatch.security.users[1].name=otto",
            "gatewatch.security.users[1].password={noop}operator",
            "gatewatch.security.users[1].roles=operator",
            "gatewatch.security.users[2].name=ada",
            "gatewatch.security.users[2].password={noop}admin",
            "gatewatch.security.users[2].roles=admin"
        })
@AutoConfigureRestTestClient
@Import(World.Time.class)
public abstract class World {

    public static final Instant NOON = Instant.parse("2025-05-21T12:00:00Z");

    /** The gateway of most tests. */
    public static final String GATEWAY = "CNJJKLB0T1";

    protected static final SteppedClock clock = new SteppedClock(NOON);
    protected static final SimulatedCentral central = SimulatedCentral.start(clock);

    private static final Pattern UPKEEP = Pattern.compile("(Upkeep|Sweep)\\.\\w+$");

    private static final String DATABASE = LocalPostgres.throwaway().freshDatabase();

    @Autowired
    protected RestTestClient http;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    private ScheduledTaskHolder scheduled;

    @Autowired
    @Qualifier("upkeepScheduler")
    private ThreadPoolTaskScheduler upkeepScheduler;

    @LocalServerPort
    protected int port;

    @LocalManagementPort
    protected int managementPort;

    static class Time {

        @Bean
        @Primary
        Clock steppedClock() {
            return clock;
        }

        @Bean
        @Primary
        DatabaseTime steppedDatabaseTime() {
            return new DatabaseTime() {
                @Override
                public Instant given() {
                    return clock.instant();
                }
            };
        }
    }

    @DynamicPropertySource
    static void places(DynamicPropertyRegistry settings) {
        settings.add("spring.datasource.url", () -> DATABASE);
        settings.add("gatewatch.central.base-url", central::baseUrl);
        settings.add("CENTRAL_TOKEN_URI", central::tokenUri);
        settings.add("CENTRAL_CLIENT_ID", () -> SimulatedCentral.CLIENT_ID);
        settings.add("CENTRAL_CLIENT_SECRET", () -> SimulatedCentral.CLIENT_SECRET);
    }

    @BeforeEach
    protected void beginAnew() {
        leaveUpkeepToTests();
        clock.set(NOON);
        central.mendCalls();
        central.failTokenCalls(0);
        central.limit(0);
        // In the order in which all others lock them, as a service that has just started looks after partitions.
        jdbc.sql("truncate task, http_test, response_sample, hourly_figures, daily_figures, target_totals, gateway")
                .update();
        jdbc.sql("truncate spring_session, spring_session_attributes, api_token")
                .update();
        jdbc.sql("delete from url where id <> 0").update();
        jdbc.sql("update lost_total set tasks = 0").update();
        jdbc.sql("delete from watermark").update();
        jdbc.sql("insert into watermark (id) values (1)").update();
        jdbc.sql(
                        "update central_pace set next_call_at = 'epoch', paused_until = 'epoch', pauses_in_a_row = 0,"
                                + " day = 'epoch', calls_today = 0, share = 1, told_per_second = null, last_readable_at = 'epoch'")
                .update();
    }

    /** What comes by itself every ten minutes, in all contexts that share the database, would come in any test's way. */
    private void leaveUpkeepToTests() {
        scheduled.getScheduledTasks().stream()
                .filter(task -> UPKEEP.matcher(task.getTask().toString()).find())
                .forEach(task -> task.cancel(false));
        while (upkeepScheduler.getActiveCount() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Hands in a task as an operator would. */
    protected void register(String taskId) {
        post("/api/v1/tasks", Map.of("serialNumber", GATEWAY, "taskId", taskId))
                .expectStatus()
                .isCreated();
    }

    protected RestTestClient.ResponseSpec post(String path, Object body) {
        return http.post()
                .uri(path)
                .headers(headers -> headers.setBasicAuth("otto", "operator"))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    /** Asks as a viewer. */
    protected RestTestClient.ResponseSpec get(String path) {
        return http.get()
                .uri(path)
                .headers(headers -> headers.setBasicAuth("vera", "viewer"))
                .exchange();
    }

    protected RestTestClient.ResponseSpec delete(String path) {
        return http.delete()
                .uri(path)
                .headers(headers -> headers.setBasicAuth("ada", "admin"))
                .exchange();
    }

    /** What Prometheus would get, with figures as fresh as they can be. */
    protected String scrape() {
        runScheduled("StoredFigures.refresh");
        return RestTestClient.bindToServer()
                .build()
                .get()
                .uri("http://127.0.0.1:" + managementPort + "/actuator/prometheus")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    /** Runs at once what otherwise comes by the machine's own time. */
    protected void runScheduled(String method) {
        scheduled.getScheduledTasks().stream()
                .map(ScheduledTask::getTask)
                .filter(task -> task.toString().endsWith(method))
                .forEach(task -> task.getRunnable().run());
    }

    /** A document from {@code src/test/resources/wire}. */
    public static String wire(String name) {
        try (InputStream file = World.class.getResourceAsStream("/wire/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
