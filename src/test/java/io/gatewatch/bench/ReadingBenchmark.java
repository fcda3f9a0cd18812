package io.gatewatch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatewatch.Application;
import io.gatewatch.postgres.LocalPostgres;
import io.gatewatch.results.Baseline;
import io.gatewatch.results.Baselines;
import io.gatewatch.results.Figures;
import io.gatewatch.results.Gateways;
import io.gatewatch.results.GatewaysQuestion;
import io.gatewatch.results.History;
import io.gatewatch.results.HistoryQuestion;
import io.gatewatch.results.Judge;
import io.gatewatch.results.Series;
import io.gatewatch.results.Strips;
import io.gatewatch.results.StripsQuestion;
import io.gatewatch.results.TestedUrl;
import io.gatewatch.results.TestedUrls;
import io.gatewatch.results.Tests;
import io.gatewatch.results.TestsQuestion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How quickly questions are answered over many tests: 77 gateways every five minutes for as many days as
 * {@code gatewatch.bench.days} says, asked about with a tenth of them and with all; then 1,000 gateways over a day.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadingBenchmark {

    private static final int DAYS = Integer.getInteger("gatewatch.bench.days", 10);
    private static final int RANKED = Integer.getInteger("gatewatch.bench.gateways", 1000);
    private static final int RUNS = Integer.getInteger("gatewatch.bench.runs", 5) * 20;
    private static final int GATEWAYS = 77;
    private static final Duration DAY = Duration.ofDays(1);
    private static final String SERIAL = "B0042";

    /** What anybody would write who has the tables and wants the buckets of a gateway. */
    private static final String PLAIN_TESTS = """
            select width_bucket(extract(epoch from observed_at), ?, ?, ?) as bucket, count(*), avg(success_rate_percent),
                   count(*) filter (where outcome = 'success'), sum(requests_sent), sum(responses_received)
            from http_test where gateway_id = ? and observed_at >= to_timestamp(?) and observed_at < to_timestamp(?)
            group by 1
            """;

    private static final String PLAIN_RESPONSES = """
            select width_bucket(extract(epoch from observed_at), ?, ?, ?) as bucket, sum(response_bytes), min(response_time_millis),
                   avg(response_time_millis), max(response_time_millis),
                   percentile_disc(array[0.5, 0.95, 0.99]) within group (order by response_time_millis)
            from response_sample where gateway_id = ? and observed_at >= to_timestamp(?) and observed_at < to_timestamp(?)
            group by 1
            """;

    private static ConfigurableApplicationContext gatewatch;
    private static JdbcTemplate jdbc;
    private static Instant end;
    private static long gatewayId;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws InterruptedException {
        gatewatch = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + LocalPostgres.throwaway().freshDatabase(),
                "--spring.datasource.hikari.data-source-properties.socketTimeout=600",
                "--gatewatch.polling.enabled=false",
                "--gatewatch.security.users[0].name=bench",
                "--gatewatch.security.users[0].password={noop}bench",
                "--gatewatch.security.users[0].roles=viewer");
        jdbc = gatewatch.getBean(JdbcTemplate.class);
        end = Instant.now();
        awaitUpkeep();
    }

    /** It makes five days and three months when the service starts, which must not meet the days that are made here. */
    private static void awaitUpkeep() throws InterruptedException {
        String made = "select count(*) from pg_inherits where inhrelid::regclass::text ~ '_[0-9]{8}$'";
        while (jdbc.queryForObject(made, Long.class) < 13) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @AfterAll
    static void stop() {
        gatewatch.close();
    }

    @Test
    @Order(1)
    void answersAtOnceHoweverManyDaysAreKept() throws Exception {
        ManyTests made = many("B", GATEWAYS);
        gatewayId = id(SERIAL);
        made.add(Math.max(1, DAYS / 10), 0);
        sumUpDays();
        Map<String, Double> few = measure();
        made.add(DAYS, Math.max(1, DAYS / 10));
        sumUpDays();
        figuresAreThoseOfARecount();
        Map<String, Double> many = measure();
        report(few, many);
    }

    @Test
    @Order(2)
    void ranksAThousandGateways() throws Exception {
        many("R", RANKED).add(1, 0);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("gateways", RANKED);
        for (GatewaysQuestion.Sort sort : GatewaysQuestion.Sort.values()) {
            figures.put(sort.text() + "Millis", median(RUNS / 10, () -> ranking(sort)));
        }
        figures.put(
                "urlsMillis",
                median(
                        RUNS / 10,
                        () -> gatewatch
                                .getBean(TestedUrls.class)
                                .page(new TestedUrl.Question(end.minus(DAY), end, null), 51)));
        for (int hours : new int[] {24, 24 * 7}) {
            figures.put("strips" + hours + "hMillis", median(RUNS / 10, () -> strips(hours)));
        }
        for (int minutes : new int[] {30, 24 * 60}) {
            figures.put(
                    "verdict" + minutes + "minMillis",
                    median(
                            RUNS / 10,
                            () -> gatewatch.getBean(Judge.class).over(end.minus(Duration.ofMinutes(minutes)), end)));
        }
        Benchmarks.report("reading-ranking", figures);
    }

    /** As the service does every ten minutes; anew, as these results were not stored by it. */
    private static void sumUpDays() {
        jdbc.execute("truncate daily_figures");
        jdbc.execute("update watermark set days_since = default, days_until = default");
        gatewatch.getBean(ScheduledTaskHolder.class).getScheduledTasks().stream()
                .map(ScheduledTask::getTask)
                .filter(task -> task.toString().endsWith("DayUpkeep.sumUp"))
                .forEach(task -> task.getRunnable().run());
        jdbc.execute("vacuum analyze daily_figures");
    }

    private static ManyTests many(String prefix, int gateways) {
        return new ManyTests(jdbc, gatewatch.getBean(TransactionTemplate.class), prefix, gateways, end);
    }

    private static Map<String, Double> measure() throws Exception {
        Map<String, Double> millis = new LinkedHashMap<>();
        ReadingBenchmark ask = new ReadingBenchmark();
        String taskId = ask.tests(1).get(0);
        millis.put("history24hPlainSql", median(RUNS, () -> plain(DAY, 96)));
        millis.put("history24h", median(RUNS, () -> ask.history(DAY)));
        millis.put("history90dPlainSql", median(RUNS / 5, () -> plain(DAY.multipliedBy(90), 90)));
        millis.put(
                "history90d",
                median(RUNS, () -> ask.history(DAY.multipliedBy(90).minusMinutes(3))));
        millis.put("history90dByDayInKolkata", median(RUNS / 5, () -> ask.history(Duration.ofDays(1), "Asia/Kolkata")));
        millis.put("history80dBy90Minutes", median(RUNS / 5, () -> ask.history(Duration.ofMinutes(90), null)));
        millis.put(
                "gateway", median(RUNS, () -> gatewatch.getBean(Gateways.class).find(SERIAL)));
        millis.put("baseline1h", median(RUNS, () -> baseline(Duration.ofHours(1))));
        millis.put("baseline7d", median(RUNS, () -> baseline(Duration.ofDays(7))));
        double[] http = times(RUNS * 4, () -> ask.get("/api/v1/gateways/" + SERIAL + "/history"));
        millis.put("history24hHttpMedian", Benchmarks.median(http));
        millis.put("history24hHttpP95", Benchmarks.percentile(http, 0.95));
        millis.put("ranking77", median(RUNS, () -> ranking(GatewaysQuestion.Sort.LATENCY)));
        millis.put("pageOfTests", median(RUNS, () -> ask.tests(51)));
        millis.put("pageOfTestsOf90d", median(RUNS, () -> ask.tests(DAY.multipliedBy(90), 51)));
        millis.put("oneTest", median(RUNS * 4, () -> ask.get("/api/v1/tests/" + taskId)));
        return millis;
    }

    private static void report(Map<String, Double> few, Map<String, Double> many) throws Exception {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("days", DAYS);
        figures.put("tests", jdbc.queryForObject("select count(*) from http_test", Long.class));
        figures.put("responses", jdbc.queryForObject("select count(*) from response_sample", Long.class));
        many.forEach((name, millis) -> {
            figures.put(name + "Millis", round(millis));
            figures.put(name + "Growth", round(millis / few.get(name)));
        });
        figures.put("history24hOverPlainSqlMillis", round(many.get("history24h") - many.get("history24hPlainSql")));
        figures.put("history90dFasterThanPlainSql", round(many.get("history90dPlainSql") / many.get("history90d")));
        Benchmarks.report("reading", figures);
    }

    /** Otherwise it would be quick at being wrong. */
    private void figuresAreThoseOfARecount() {
        Series series = history(DAY.multipliedBy(DAYS).minusMinutes(3));
        Figures figures = series.summary();
        Map<String, Object> recount = jdbc.queryForMap(
                """
                select count(*) as tests, avg(success_rate_percent) as rate,
                       (select sum(response_bytes) from response_sample where gateway_id = ? and observed_at >= ?::timestamptz) as bytes,
                       (select avg(response_time_millis) from response_sample where gateway_id = ? and observed_at >= ?::timestamptz) as average,
                       (select percentile_disc(0.95) within group (order by response_time_millis) from response_sample
                        where gateway_id = ? and observed_at >= ?::timestamptz) as p95
                from http_test where gateway_id = ? and observed_at >= ?::timestamptz
                """,
                gatewayId,
                series.from().toString(),
                gatewayId,
                series.from().toString(),
                gatewayId,
                series.from().toString(),
                gatewayId,
                series.from().toString());
        assertThat(figures.tests()).isEqualTo(recount.get("tests"));
        assertThat(figures.successRatePercent()).isCloseTo((Double) recount.get("rate"), within(1e-9));
        assertThat(figures.responseBytes()).isEqualTo(((Number) recount.get("bytes")).longValue());
        assertThat(figures.latencyMilliseconds().average()).isCloseTo((Double) recount.get("average"), within(1e-6));
        assertThat(figures.latencyMilliseconds().p95() / (Double) recount.get("p95"))
                .isCloseTo(1, within(0.05));
    }

    private Series history(Duration range) {
        HistoryQuestion question = new HistoryQuestion(SERIAL, end.minus(range), end, null, null, null, null);
        return gatewatch.getBean(History.class).of(question).orElseThrow();
    }

    private Series history(Duration step, String zone) {
        Duration range = Duration.ofDays(zone == null ? 80 : 90);
        HistoryQuestion question = new HistoryQuestion(
                SERIAL, end.minus(range), end, step, null, null, zone == null ? null : ZoneId.of(zone));
        return gatewatch.getBean(History.class).of(question).orElseThrow();
    }

    private static Baseline baseline(Duration window) {
        return gatewatch.getBean(Baselines.class).of(SERIAL, window).orElseThrow();
    }

    private static List<?> strips(int hours) {
        StripsQuestion question =
                StripsQuestion.over(Duration.ofHours(hours), StripsQuestion.By.GATEWAY, end, null, null, null);
        return gatewatch.getBean(Strips.class).page(question, null, 501);
    }

    private static int plain(Duration range, int buckets) {
        long from = end.minus(range).getEpochSecond();
        long to = end.getEpochSecond();
        Object[] values = {from, to, buckets, gatewayId, from, to};
        return jdbc.queryForList(PLAIN_TESTS, values).size()
                + jdbc.queryForList(PLAIN_RESPONSES, values).size();
    }

    private static List<?> ranking(GatewaysQuestion.Sort sort) {
        GatewaysQuestion question = new GatewaysQuestion(end.minus(DAY), end, sort, null);
        return gatewatch.getBean(Gateways.class).page(question, 51);
    }

    private List<String> tests(int limit) {
        return tests(DAY, limit);
    }

    private List<String> tests(Duration range, int limit) {
        TestsQuestion question = new TestsQuestion(SERIAL, end.minus(range), end, null, null, null, null);
        return gatewatch.getBean(Tests.class).page(question, limit).orElseThrow().stream()
                .map(test -> test.taskId())
                .toList();
    }

    private String get(String path) throws Exception {
        String port = gatewatch.getEnvironment().getRequiredProperty("local.server.port");
        String password = Base64.getEncoder().encodeToString("bench:bench".getBytes());
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + password)
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static double median(int runs, Callable<?> call) throws Exception {
        return Benchmarks.median(times(runs, call));
    }

    /** In milliseconds; the first ones warm everything up and do not count. */
    private static double[] times(int runs, Callable<?> call) throws Exception {
        double[] millis = new double[runs];
        for (int i = -runs / 2; i < runs; i++) {
            long before = System.nanoTime();
            call.call();
            if (i >= 0) {
                millis[i] = (System.nanoTime() - before) / 1e6;
            }
        }
        return millis;
    }

    private static long id(String serial) {
        return jdbc.queryForObject("select id from gateway where serial_number = ?", Long.class, serial);
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
