package io.gatewatch.bench;

import io.gatewatch.Application;
import io.gatewatch.postgres.LocalPostgres;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/** What a scrape of many targets costs, against a bare registry with the same series, and what keeping it fresh costs. */
class ScrapeBenchmark {

    private static final int RUNS = Integer.getInteger("gatewatch.bench.runs", 15);
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();
    private static final Map<String, String> ACCEPTS = Map.of(
            "Text", "text/plain",
            "OpenMetrics", "application/openmetrics-text;version=1.0.0",
            "Protobuf", "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited");

    @ParameterizedTest
    @CsvSource({"3000, 1000", "30000, 1000000"})
    void costsLittleMoreThanABareRegistry(int targets, int pending) throws IOException {
        try (ConfigurableApplicationContext gatewatch = start(targets)) {
            JdbcClient jdbc = gatewatch.getBean(JdbcClient.class);
            ManyTargets.fill(jdbc, targets);
            ManyTargets.await(jdbc, pending);
            Runnable refresh = refresh(gatewatch);
            refresh.run();
            // As if the tests had been stored a while ago: a refresh reads what is new.
            jdbc.sql("update target_totals set last_stored_at = last_stored_at - interval '1 h', first_seen_at = now()"
                            + " - interval '1 d'")
                    .update();
            jdbc.sql("vacuum analyze target_totals").update();
            PrometheusRegistry ours = gatewatch.getBean(PrometheusRegistry.class);
            PrometheusRegistry bare = BareRegistry.like(ours.scrape());
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("runs", RUNS);
            figures.put("refreshMillis", median(refresh));
            figures.put("refreshMeanMillis", mean(refresh));
            for (Map.Entry<String, String> accept : ACCEPTS.entrySet()) {
                compare(accept, bare, ours, figures);
            }
            Benchmarks.report("scrape-" + targets, figures);
        }
    }

    private static ConfigurableApplicationContext start(int targets) {
        return SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + LocalPostgres.throwaway().freshDatabase(),
                "--gatewatch.polling.enabled=false",
                "--gatewatch.metrics.max-targets=" + targets,
                "--gatewatch.security.users[0].name=bench",
                "--gatewatch.security.users[0].password={noop}bench",
                "--gatewatch.security.users[0].roles=operator");
    }

    private static Runnable refresh(ConfigurableApplicationContext gatewatch) {
        return gatewatch.getBean(ScheduledTaskHolder.class).getScheduledTasks().stream()
                .map(ScheduledTask::getTask)
                .filter(task -> task.toString().endsWith("StoredFigures.refresh"))
                .findAny()
                .orElseThrow()
                .getRunnable();
    }

    /** By turns, so that whatever else this machine does hits both alike. */
    private static void compare(
            Map.Entry<String, String> format,
            PrometheusRegistry bare,
            PrometheusRegistry ours,
            Map<String, Object> into) {
        double[] bareMillis = new double[RUNS];
        double[] ourMillis = new double[RUNS];
        for (int warmUp = 0; warmUp < Math.min(10, RUNS); warmUp++) {
            scrape(bare, format.getValue());
            scrape(ours, format.getValue());
        }
        for (int run = 0; run < RUNS; run++) {
            bareMillis[run] = millis(() -> scrape(bare, format.getValue()));
            ourMillis[run] = millis(() -> scrape(ours, format.getValue()));
        }
        into.put("bare" + format.getKey() + "Millis", Benchmarks.median(bareMillis));
        into.put("our" + format.getKey() + "Millis", Benchmarks.median(ourMillis));
        into.put("ratio" + format.getKey(), Benchmarks.median(ourMillis) / Benchmarks.median(bareMillis));
    }

    private static void scrape(PrometheusRegistry registry, String accept) {
        try {
            FORMATS.findWriter(accept).write(OutputStream.nullOutputStream(), registry.scrape());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double median(Runnable work) {
        double[] millis = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            millis[run] = millis(work);
        }
        return Benchmarks.median(millis);
    }

    /** Over so many turns that what is read seldom is among them. */
    private static double mean(Runnable work) {
        return IntStream.range(0, 30)
                .mapToDouble(turn -> millis(work))
                .average()
                .orElseThrow();
    }

    private static double millis(Runnable work) {
        long before = System.nanoTime();
        work.run();
        return (System.nanoTime() - before) / 1e6;
    }
}
