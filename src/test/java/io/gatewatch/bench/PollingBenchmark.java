package io.gatewatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.Application;
import io.gatewatch.postgres.LocalPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * How many calls a result costs and how late it is found, at seven calls a second where Central allows eight: 100 tests
 * at once whose lengths, 2 to 15 seconds, are unknown (cold) or were seen before (warm).
 */
class PollingBenchmark {

    private static final int RUNS = Integer.getInteger("gatewatch.bench.runs", 5);
    private static final int TESTS = 100;
    private static final int GATEWAYS = 20;
    private static final int LESSONS = 3;

    private static BenchCentral central;
    private static ConfigurableApplicationContext gatewatch;
    private static RestTestClient http;
    private static JdbcClient jdbc;

    @BeforeAll
    static void start() {
        central = new BenchCentral(8);
        gatewatch = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + LocalPostgres.throwaway().freshDatabase(),
                "--gatewatch.central.base-url=" + central.baseUrl(),
                "--gatewatch.central.access-token=bench",
                "--gatewatch.central.requests-per-second=7",
                "--gatewatch.security.users[0].name=bench",
                "--gatewatch.security.users[0].password={noop}bench",
                "--gatewatch.security.users[0].roles=operator");
        int port = gatewatch.getEnvironment().getRequiredProperty("local.server.port", int.class);
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
        jdbc = gatewatch.getBean(JdbcClient.class);
    }

    @AfterAll
    static void stop() {
        gatewatch.close();
        central.close();
    }

    /** One run: what it cost and how late its results came. */
    private record Run(int calls, int refused, int mostInASecond, double[] lags) {}

    @Test
    void asksThriftilyForTestsOfUnknownLength() throws Exception {
        List<Run> runs = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            String prefix = serial();
            runs.add(measure(i -> prefix + i, i -> evenly(i, TESTS), TESTS));
        }
        report("polling-cold", runs);
    }

    @Test
    void asksJustAfterTheEndOnceItKnowsTheGateways() throws Exception {
        List<Run> runs = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            String prefix = serial();
            for (int lesson = 0; lesson < LESSONS; lesson++) {
                measure(i -> prefix + i, i -> evenly(i, GATEWAYS), GATEWAYS);
            }
            runs.add(measure(i -> prefix + i % GATEWAYS, i -> evenly(i % GATEWAYS, GATEWAYS), TESTS));
        }
        report("polling-warm", runs);
    }

    private static String serial() {
        return "B" + UUID.randomUUID().toString().substring(0, 8) + "-";
    }

    /** Lengths from 2 to 15 seconds, evenly spaced. */
    private static Duration evenly(int i, int of) {
        return Duration.ofMillis(2000 + 13_000L * i / (of - 1));
    }

    private interface Naming {
        String of(int i);
    }

    private interface Length {
        Duration of(int i);
    }

    private static Run measure(Naming serial, Length length, int tests) throws InterruptedException {
        central.countAnew();
        List<Map<String, String>> tasks = IntStream.range(0, tests)
                .map(i -> i * 37 % tests)
                .mapToObj(i -> Map.of("serialNumber", serial.of(i), "taskId", central.start(length.of(i))))
                .toList();
        http.post()
                .uri("/api/v1/tasks/batch")
                .headers(headers -> headers.setBasicAuth("bench", "bench"))
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("tasks", tasks))
                .exchange()
                .expectStatus()
                .isOk();
        awaitAllSettled();
        double[] lags = tasks.stream()
                .map(task -> task.get("taskId"))
                .mapToDouble(id -> lag(id))
                .toArray();
        return new Run(central.calls(), central.refused(), central.mostInASecond(), lags);
    }

    private static void awaitAllSettled() throws InterruptedException {
        Instant end = Instant.now().plusSeconds(120);
        while (jdbc.sql("select count(*) from task where state = 'pending'")
                        .query(Integer.class)
                        .single()
                > 0) {
            assertThat(Instant.now()).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static double lag(String taskId) {
        Instant settled = jdbc.sql("select settled_at from task where task_id = ? and state = 'finished'")
                .param(taskId)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        return Duration.between(central.test(taskId).end(), settled).toMillis() / 1000.0;
    }

    private static void report(String name, List<Run> runs) throws Exception {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("runs", runs.size());
        figures.put("callsPerTest", Benchmarks.median(each(runs, run -> (double) run.calls / TESTS)));
        figures.put("refused", runs.stream().mapToInt(Run::refused).max().orElseThrow());
        figures.put(
                "mostCallsInASecond",
                runs.stream().mapToInt(Run::mostInASecond).max().orElseThrow());
        figures.put("lagMedianSeconds", Benchmarks.median(each(runs, run -> Benchmarks.median(run.lags))));
        figures.put("lagP95Seconds", Benchmarks.median(each(runs, run -> Benchmarks.percentile(run.lags, 0.95))));
        Benchmarks.report(name, figures);
    }

    private static double[] each(List<Run> runs, java.util.function.ToDoubleFunction<Run> figure) {
        return runs.stream().mapToDouble(figure).toArray();
    }
}
