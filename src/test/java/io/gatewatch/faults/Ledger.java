package io.gatewatch.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What was handed in, what Central will say of it, and what the database has of it afterwards, counted anew. */
final class Ledger {

    static final int ROWS = 5;
    private static final int GATEWAYS = 20;
    private static final List<String> URLS = List.of("www.google.com", "intranet.example.com/login", "10.0.0.1");

    /** What is counted in three ways: from the rows, from the hours, and from what a scrape shows. */
    private static final String FROM_ROWS = """
            select (select count(*) filter (where outcome = 'success') from http_test),
                (select coalesce(sum(requests_sent), 0) from http_test),
                (select coalesce(sum(responses_received), 0) from http_test),
                count(*), coalesce(sum(response_bytes), 0), coalesce(sum(response_time_millis), 0),
                count(*) filter (where response_time_millis <= 300)
            from response_sample
            """;

    private static final String FROM_HOURS = """
            select sum(successful_tests), sum(requests_sent), sum(responses_received), sum(latency_count),
                sum(response_bytes), sum(latency_sum_millis),
                (select count(*) from response_sample where response_time_millis <= 300)
            from hourly_figures
            """;

    private static final String FROM_TOTALS = """
            select sum(successful_tests), sum(requests_sent), sum(responses_received),
                sum((select sum(n) from unnest(bucket_counts) n)), sum(response_bytes),
                round(sum(latency_sum_seconds)::numeric * 1000), sum((select sum(n) from unnest(classic_counts[1:4]) n))
            from target_totals
            """;

    private final String url;
    private final Random random = new Random(1);
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(2));
    private long tests;
    private long bytes;
    private long millis;

    Ledger(String url) {
        this.url = url;
    }

    /** A test that ended at Central, and how it is handed in. */
    record Ended(String taskId, String serial, String document, String registration) {}

    List<Ended> tests(int count) {
        return IntStream.range(0, count).mapToObj(i -> test()).toList();
    }

    private Ended test() {
        tests++;
        String id = UUID.randomUUID().toString();
        String serial = "FAULTS" + tests % GATEWAYS;
        String rows = IntStream.rangeClosed(1, ROWS).mapToObj(this::row).collect(Collectors.joining(","));
        Instant start = begin.plusSeconds(tests % 3600);
        String document = """
                {"status": "COMPLETED", "progressPercent": 100, "startTime": "%s", "endTime": "%s", "failReason": null, "rawOutput": "of %s\\r\\n",
                 "output": {"url": "%s", "successRatePercent": "100", "sentPacketsCount": "5",
                 "receivedPacketsCount": "5", "responses": [%s]}}
                """.formatted(start, start.plusSeconds(2), id, URLS.get((int) (tests % 3)), rows);
        String registration =
                "{\"serialNumber\": \"%s\", \"taskId\": \"%s\", \"startTime\": \"%s\"}".formatted(serial, id, begin);
        return new Ended(id, serial, document, registration);
    }

    private String row(int number) {
        int size = 19_000 + random.nextInt(900);
        int time = 50 + random.nextInt(900);
        bytes += size;
        millis += time;
        return """
                {"responseNumber": "%d", "responseBytes": "%d", "responseTimeMilliseconds": "%d",
                 "downloadRate": "57.52KB/sec", "responseCode": "200/OK"}""".formatted(number, size, time);
    }

    long pending() {
        return numbers("select count(*) from task where state = 'pending'").get(0);
    }

    /** Tasks of these that did not end with a result. */
    long lost(List<Ended> tests) {
        String ids = tests.stream().map(test -> "'" + test.taskId + "'").collect(Collectors.joining(","));
        return tests.size()
                - numbers("select count(*) from task t where state = 'finished' and task_id in (" + ids + ")"
                                + " and exists (select from http_test h where h.task_id = t.task_id)")
                        .get(0);
    }

    /** Tests beyond one a task, and rows beyond those that Central sent. */
    long storedTwice() {
        List<Long> found = numbers(
                "select count(*) - count(distinct task_id), (select count(*) from response_sample) from http_test");
        return found.get(0) + Math.abs(found.get(1) - ROWS * finished());
    }

    private long finished() {
        return numbers("select count(*) from task where state = 'finished'").get(0);
    }

    /** How the three countings and what Central sent differ; empty when they are all the same. */
    String difference() {
        Map<String, List<Long>> counted = new LinkedHashMap<>();
        counted.put("sent", List.of(tests, ROWS * tests, ROWS * tests, ROWS * tests, bytes, millis));
        counted.put("rows", numbers(FROM_ROWS));
        counted.put("hours", numbers(FROM_HOURS));
        counted.put("totals", numbers(FROM_TOTALS));
        boolean same = counted.values().stream()
                        .map(figures -> figures.subList(0, 6))
                        .distinct()
                        .count()
                == 1;
        return same && counted.get("rows").equals(counted.get("totals")) ? "" : counted.toString();
    }

    List<Long> numbers(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            List<Long> numbers = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                numbers.add(Math.round(rows.getDouble(i)));
            }
            return numbers;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** A document that belongs to no task. */
    String sample() {
        return "{\"status\": \"COMPLETED\", \"output\": null, \"rawOutput\": \"" + "x".repeat(2000) + "\"}";
    }

    /** Ends what made the database read-only; to say so a transaction has to be writable already. */
    void writable() {
        execute(
                "set default_transaction_read_only = off",
                "alter system reset default_transaction_read_only",
                "select pg_reload_conf()");
    }

    void execute(String... statements) {
        try (Connection connection = DriverManager.getConnection(url)) {
            for (String sql : statements) {
                connection.createStatement().execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }
}
