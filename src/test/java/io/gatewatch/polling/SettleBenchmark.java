package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.Application;
import io.gatewatch.World;
import io.gatewatch.bench.Benchmarks;
import io.gatewatch.central.Answer;
import io.gatewatch.postgres.LocalPostgres;
import io.gatewatch.results.HttpTestResult;
import io.gatewatch.results.ResponseSample;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * Tests a second through lease and settle, 5 rows each with figures and totals of 1,000 targets, against COPY of the same
 * rows committed in the same batches. The database syncs every commit to disk.
 */
class SettleBenchmark {

    private static final int RUNS = Integer.getInteger("gatewatch.bench.runs", 5);
    private static final int TESTS = Integer.getInteger("gatewatch.bench.tests", 20_000);
    private static final int TARGETS = 1_000;
    private static final int BATCH = 500;
    private static final String DOCUMENT = World.wire("completed.json");

    private static Path directory;
    private static LocalPostgres postgres;
    private static String url;
    private static ConfigurableApplicationContext gatewatch;
    private static JdbcClient jdbc;

    @BeforeAll
    static void start() throws Exception {
        directory = Files.createTempDirectory(Path.of("/var/tmp"), "gatewatch-bench-");
        postgres = LocalPostgres.kept(directory.resolve("postgres"));
        url = postgres.freshDatabase();
        gatewatch = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + url,
                "--gatewatch.polling.enabled=false",
                "--gatewatch.polling.lease=10m",
                "--gatewatch.central.requests-per-second=1000000",
                "--gatewatch.security.users[0].name=bench",
                "--gatewatch.security.users[0].password={noop}bench",
                "--gatewatch.security.users[0].roles=operator");
        jdbc = gatewatch.getBean(JdbcClient.class);
        jdbc.sql("insert into gateway (serial_number, first_seen_at, last_seen_at)"
                        + " select 'BENCH' || i, now(), now() from generate_series(1, ?) i")
                .param(TARGETS)
                .update();
    }

    @AfterAll
    static void stop() throws Exception {
        gatewatch.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(directory);
    }

    @Test
    void settlesAShareOfWhatCopyDoes() throws Exception {
        double[] ratios = new double[RUNS];
        double[] settled = new double[RUNS];
        double[] copied = new double[RUNS];
        settle();
        for (int run = 0; run < RUNS; run++) {
            settled[run] = TESTS / settle();
            copied[run] = TESTS / copy(rows());
            ratios[run] = settled[run] / copied[run];
        }
        Benchmarks.report(
                "settle",
                Map.of(
                        "runs",
                        RUNS,
                        "testsPerSecond",
                        Math.round(Benchmarks.median(settled)),
                        "copiedPerSecond",
                        Math.round(Benchmarks.median(copied)),
                        "ratio",
                        Benchmarks.median(ratios)));
    }

    /** Seconds from the first lease to the last commit; one thread leases while the other settles, as ever. */
    private static double settle() throws Exception {
        jdbc.sql("truncate task, http_test, response_sample").update();
        jdbc.sql("""
                        insert into task (task_id, gateway_id, protocol, state, registered_at, due_at, deadline_at)
                        select md5(i::text), id, 'http', 'pending', now(), now(), now() + interval '1 day'
                        from (select i, 1 + (i * 7919) % ? as id from generate_series(1, ?) i) t
                        """).params(TARGETS, TESTS).update();
        jdbc.sql("vacuum analyze task").update();
        Round round = gatewatch.getBean(Round.class);
        BlockingQueue<List<Asked>> answers = new ArrayBlockingQueue<>(1);
        Random random = new Random(1);
        Instant begin = Instant.now();
        Thread asker = new Thread(() -> {
            for (int leased = 0; leased < TESTS; ) {
                List<Asked> batch = round.lease(BATCH).stream()
                        .map(ask -> new Asked(ask.task(), new Answer.Finished(result(random), Duration.ZERO), begin))
                        .toList();
                leased += batch.size();
                try {
                    answers.put(batch);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        asker.start();
        for (int settled = 0; settled < TESTS; ) {
            List<Asked> batch = answers.take();
            round.settle(batch);
            settled += batch.size();
        }
        double seconds = Duration.between(begin, Instant.now()).toNanos() / 1e9;
        assertThat(count("http_test")).isEqualTo(TESTS);
        assertThat(count("response_sample")).isEqualTo(5L * TESTS);
        return seconds;
    }

    private static HttpTestResult result(Random random) {
        List<ResponseSample> rows = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> new ResponseSample(
                        (long) i,
                        19_000L + random.nextInt(900),
                        (double) Math.round(300 * Math.exp(0.6 * random.nextGaussian())),
                        "57.52KB/sec",
                        57_520.0,
                        "200/OK",
                        200,
                        "OK"))
                .toList();
        Instant start = Instant.now();
        return new HttpTestResult(
                "COMPLETED",
                start,
                start.plusMillis(2500),
                new HttpTestResult.Output("www.google.com", 100.0, 5L, 5L, 200.0, 300.0, 400.0, rows),
                null,
                "HTTP test output\n".repeat(20),
                DOCUMENT);
    }

    private static long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    /** What COPY takes, in the batches in which it was stored. */
    private record Batch(byte[] tests, byte[] responses) {}

    private static List<Batch> rows() throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            List<Batch> batches = new ArrayList<>();
            for (int i = 0; i < TESTS; i += BATCH) {
                String chosen = " where task_id in (select task_id from task order by settled_at, task_id offset " + i
                        + " limit " + BATCH + ")";
                batches.add(
                        new Batch(out(connection, "http_test", chosen), out(connection, "response_sample", chosen)));
            }
            return batches;
        }
    }

    private static byte[] out(Connection connection, String table, String chosen) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy (select * from " + table + chosen + ") to stdout", bytes);
        return bytes.toByteArray();
    }

    private static double copy(List<Batch> batches) throws Exception {
        jdbc.sql("truncate http_test, response_sample").update();
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            long begin = System.nanoTime();
            for (Batch batch : batches) {
                in(connection, "http_test", batch.tests);
                in(connection, "response_sample", batch.responses);
                connection.commit();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            assertThat(count("http_test")).isEqualTo(TESTS);
            return seconds;
        }
    }

    private static void in(Connection connection, String table, byte[] rows) throws Exception {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " from stdin", new ByteArrayInputStream(rows));
    }
}
