package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.Application;
import io.gatewatch.bench.Benchmarks;
import io.gatewatch.postgres.LocalPostgres;
import io.gatewatch.simulator.SimulatedCentral;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/**
 * Asks a second, each leased before and settled after, against a bare loop of the same client on the same simulator, which
 * reads what comes as JSON: tests that still run, so that what is measured is the asking.
 */
class PollBenchmark {

    private static final int RUNS = Integer.getInteger("gatewatch.bench.runs", 5);
    private static final int ASKS = Integer.getInteger("gatewatch.bench.asks", 20_000);
    private static final int AT_ONCE = 256;
    private static final String RUNNING =
            "{\"status\": \"RUNNING\", \"progressPercent\": 0, \"startTime\": \"2026-01-01T00:00:00Z\"}";

    private static Path directory;
    private static LocalPostgres postgres;
    private static SimulatedCentral central;
    private static ConfigurableApplicationContext gatewatch;
    private static JdbcClient jdbc;

    @BeforeAll
    static void start() throws Exception {
        central = SimulatedCentral.start(Clock.systemUTC());
        IntStream.rangeClosed(1, ASKS).forEach(i -> central.holdDocument("BENCH", "bench-" + i, RUNNING));
        directory = Files.createTempDirectory(Path.of("/var/tmp"), "gatewatch-bench-");
        postgres = LocalPostgres.kept(directory.resolve("postgres"));
        gatewatch = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + postgres.freshDatabase(),
                "--gatewatch.central.base-url=" + central.baseUrl(),
                "--gatewatch.central.access-token=" + central.issueToken(),
                "--gatewatch.central.requests-per-second=1000000",
                "--gatewatch.security.users[0].name=bench",
                "--gatewatch.security.users[0].password={noop}bench",
                "--gatewatch.security.users[0].roles=operator");
        jdbc = gatewatch.getBean(JdbcClient.class);
        jdbc.sql("insert into gateway (serial_number, first_seen_at, last_seen_at) values ('BENCH', now(), now())")
                .update();
    }

    @AfterAll
    static void stop() throws Exception {
        gatewatch.close();
        postgres.close();
        central.close();
        FileSystemUtils.deleteRecursively(directory);
    }

    @Test
    void asksAShareOfWhatABareLoopDoes() throws Exception {
        double[] asked = new double[RUNS];
        double[] bare = new double[RUNS];
        double[] ratios = new double[RUNS];
        double[] ratiosUnread = new double[RUNS];
        for (int run = -RUNS; run < RUNS; run++) {
            double polled = ASKS / poll();
            double read = ASKS / bareLoop(JsonNode.class);
            double unread = ASKS / bareLoop(String.class);
            if (run >= 0) {
                asked[run] = polled;
                bare[run] = read;
                ratios[run] = polled / read;
                ratiosUnread[run] = polled / unread;
            }
        }
        Benchmarks.report(
                "poll",
                Map.of(
                        "runs",
                        RUNS,
                        "asksPerSecond",
                        Math.round(Benchmarks.median(asked)),
                        "barePerSecond",
                        Math.round(Benchmarks.median(bare)),
                        "ratio",
                        Benchmarks.median(ratios),
                        "ratioToTextUnread",
                        Benchmarks.median(ratiosUnread)));
    }

    /** Seconds from when the tasks are there until each was asked about once; then they are gone again. */
    private static double poll() throws InterruptedException {
        jdbc.sql("""
                        insert into task (task_id, gateway_id, protocol, state, registered_at, due_at, deadline_at,
                            likely_end_at)
                        select 'bench-' || i, (select id from gateway), 'http', 'pending', now(), now(),
                            now() + interval '1 day', now() + interval '1 hour' from generate_series(1, ?) i
                        """).param(ASKS).update();
        long begin = System.nanoTime();
        double before = answered();
        while (answered() - before < ASKS || isAnyUnasked()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        jdbc.sql("truncate task").update();
        return seconds;
    }

    /** Counted in memory, so that waiting costs those that work nothing. */
    private static double answered() {
        return gatewatch
                .getBean(MeterRegistry.class)
                .get("gatewatch.central.requests")
                .tag("outcome", "ok")
                .counter()
                .count();
    }

    private static boolean isAnyUnasked() {
        return jdbc.sql("select exists (select from task where polls = 0)")
                .query(Boolean.class)
                .single();
    }

    /** What a loop sees of the status it must read; as text it is not even looked at. */
    private static double bareLoop(Class<?> as) {
        WebClient client = gatewatch.getBean("centralWebClient", WebClient.class);
        URI base = central.baseUrl();
        String token = central.issueToken();
        long begin = System.nanoTime();
        Long answers = Flux.range(1, ASKS)
                .<Object>flatMap(
                        i -> client.get()
                                .uri(base.resolve(
                                        "/network-troubleshooting/v1alpha1/gateways/BENCH/http/async-operations/bench-"
                                                + i))
                                .headers(headers -> headers.setBearerAuth(token))
                                .retrieve()
                                .bodyToMono(as),
                        AT_ONCE)
                .count()
                .block();
        assertThat(answers).isEqualTo(ASKS);
        return (System.nanoTime() - begin) / 1e9;
    }
}
