package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.Application;
import io.gatewatch.postgres.LocalPostgres;
import io.gatewatch.simulator.SteppedClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two real servers, one of which streams from the other; users read the second one, for as long as that is wise. */
@ExtendWith(OutputCaptureExtension.class)
class ReplicaTest {

    private static final SteppedClock clock = new SteppedClock(Instant.parse("2025-05-21T12:00:00Z"));

    @TempDir
    private static Path directory;

    private static LocalPostgres primary;
    private static LocalPostgres standby;
    private static ConfigurableApplicationContext gatewatch;
    private static RestTestClient http;
    private static JdbcClient onStandby;
    private static int made;

    static class Time {

        @Bean
        @Primary
        Clock steppedClock() {
            return clock;
        }
    }

    @BeforeAll
    static void start() {
        primary = LocalPostgres.kept(directory.resolve("primary"));
        String database = primary.database("gatewatch");
        standby = primary.standby(directory.resolve("standby"));
        onStandby = JdbcClient.create(new DriverManagerDataSource(standby.database("gatewatch")));
        gatewatch = new SpringApplicationBuilder(Application.class, Time.class)
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.datasource.url=" + database,
                        "--gatewatch.results.read-url=" + standby.database("gatewatch"),
                        "--gatewatch.polling.enabled=false",
                        "--gatewatch.security.users[0].name=otto",
                        "--gatewatch.security.users[0].password={noop}operator",
                        "--gatewatch.security.users[0].roles=operator");
        int port = gatewatch.getEnvironment().getRequiredProperty("local.server.port", int.class);
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
        standbyIsRead();
    }

    @AfterAll
    static void stop() {
        gatewatch.close();
        standby.close();
        primary.close();
    }

    @AfterEach
    void mend() {
        until(() -> tell("select pg_wal_replay_resume()"));
        standbyIsRead();
    }

    private static void standbyIsRead() {
        until(() -> look().equals(new ReplicaStatus(true, 0.0, null)));
    }

    /** What otherwise happens every 2 s, at once. */
    private static ReplicaStatus look() {
        ReadReplica replica = gatewatch.getBean(ReadReplica.class);
        replica.look();
        return replica.status().orElseThrow();
    }

    private static boolean tell(String sql) {
        try {
            return !onStandby.sql(sql).query((row, number) -> true).list().isEmpty();
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    /** Another process does its work meanwhile; nothing here can step it. */
    private static void until(BooleanSupplier holds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Hands in a task of a gateway that was never seen before. */
    private String meetGateway() {
        String serial = "GW" + made++;
        http.post()
                .uri("/api/v1/tasks")
                .headers(headers -> headers.setBasicAuth("otto", "operator"))
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("serialNumber", serial, "taskId", "task-" + serial))
                .exchange()
                .expectStatus()
                .isCreated();
        return serial;
    }

    private static JsonNode json(String path) {
        return new JsonMapper()
                .readTree(http.get()
                        .uri(path)
                        .headers(headers -> headers.setBasicAuth("otto", "operator"))
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }

    private static List<String> listed() {
        return json("/api/v1/gateways?limit=500")
                .get("items")
                .valueStream()
                .map(gateway -> gateway.get("serialNumber").asString())
                .toList();
    }

    @Test
    void listsComeFromTheReplicaAsSoonAsItHasReplayed() {
        tell("select pg_wal_replay_pause()");
        String serial = meetGateway();
        assertThat(listed()).doesNotContain(serial);
        tell("select pg_wal_replay_resume()");
        until(() -> listed().contains(serial));
    }

    @Test
    void whatWasJustHandedInOrNamedIsThereAtOnce() {
        tell("select pg_wal_replay_pause()");
        String serial = meetGateway();
        assertThat(json("/api/v1/tasks/task-" + serial).get("state").asString()).isEqualTo("pending");
        assertThat(json("/api/v1/tasks?serialNumber=" + serial).get("items")).hasSize(1);
        assertThat(json("/api/v1/gateways/" + serial).get("serialNumber").asString())
                .isEqualTo(serial);
        json("/api/v1/gateways/" + serial + "/history");
        http.put()
                .uri("/api/v1/gateways/" + serial)
                .headers(headers -> headers.setBasicAuth("otto", "operator"))
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("name", "Branch 12"))
                .exchange()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("Branch 12");
    }

    @Test
    void aReplicaTooFarBehindIsNotReadAndTheStatusTellsHowFar(CapturedOutput output) {
        tell("select pg_wal_replay_pause()");
        String serial = meetGateway();
        look();
        clock.advance(Duration.ofSeconds(20));
        look();
        assertThat(json("/api/v1/status").at("/replica/read").asBoolean()).isTrue();
        assertThat(json("/api/v1/status").at("/replica/lagSeconds").asDouble()).isEqualTo(20.0);
        clock.advance(Duration.ofSeconds(11));
        look();
        look();
        assertThat(json("/api/v1/status").at("/replica").toString())
                .isEqualTo("{\"read\":false,\"lagSeconds\":31.0,\"trouble\":\"it is 31.0 s behind\"}");
        assertThat(listed()).contains(serial);
        assertThat(output.getAll()).containsOnlyOnce("Users read the primary until the replica can be read");
    }

    @Test
    void whenItGoesAwayUsersReadThePrimaryAndOneLineSaysSo(CapturedOutput output) {
        String serial = meetGateway();
        standby.stop();
        assertThat(listed()).contains(serial);
        look();
        assertThat(json("/api/v1/status").at("/replica/trouble").asString()).isEqualTo("it cannot be reached");
        assertThat(listed()).contains(serial);
        standby.start();
        standbyIsRead();
        until(() -> listed().contains(serial));
        assertThat(output.getAll()).containsOnlyOnce("Users read the primary until the replica can be read");
        assertThat(output).contains("Users read the replica").doesNotContain(standby.password());
    }
}
