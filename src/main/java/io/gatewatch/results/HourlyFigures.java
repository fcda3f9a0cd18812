package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.HOURS;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The figures of every target and hour, which outlive the rows they were counted from. Rows are locked, read, added to in
 * memory and written: merging arrays in SQL costs ten times as much.
 */
@Component
class HourlyFigures {

    private static final String OF_KEYS =
            "n.gateway_id = f.gateway_id and n.url_id = f.url_id and n.protocol = f.protocol and n.hour = f.hour"
                    + " and f.hour between ? and ?";

    private static final String MEET = """
            insert into hourly_figures (gateway_id, url_id, protocol, hour, last_stored_at, successful_tests,
                partial_tests, failed_tests, rated_tests, success_rate_sum, requests_sent, responses_received,
                response_bytes, rated_bytes, rated_millis, latency_count, latency_sum_millis, bucket_indexes,
                bucket_counts)
            select gateway_id, url_id, protocol, hour, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', '{}'
            from unnest(?, ?, ?, ?) with ordinality as n (gateway_id, url_id, protocol, hour, place)
            order by place
            on conflict do nothing
            """;

    private static final String LOCK = """
            select n.place, f.bucket_indexes, f.bucket_counts
            from unnest(?, ?, ?, ?) with ordinality as n (gateway_id, url_id, protocol, hour, place)
            join hourly_figures f on %s
            order by n.place
            for no key update of f
            """.formatted(OF_KEYS);

    private static final String ADD = """
            update hourly_figures as f set
                last_stored_at = greatest(f.last_stored_at, n.last_stored_at),
                successful_tests = f.successful_tests + n.successful_tests,
                partial_tests = f.partial_tests + n.partial_tests,
                failed_tests = f.failed_tests + n.failed_tests,
                rated_tests = f.rated_tests + n.rated_tests,
                success_rate_sum = f.success_rate_sum + n.success_rate_sum,
                requests_sent = f.requests_sent + n.requests_sent,
                responses_received = f.responses_received + n.responses_received,
                response_bytes = f.response_bytes + n.response_bytes,
                rated_bytes = f.rated_bytes + n.rated_bytes,
                rated_millis = f.rated_millis + n.rated_millis,
                latency_count = f.latency_count + n.latency_count,
                latency_sum_millis = f.latency_sum_millis + n.latency_sum_millis,
                latency_minimum_millis = least(f.latency_minimum_millis, n.latency_minimum_millis),
                latency_maximum_millis = greatest(f.latency_maximum_millis, n.latency_maximum_millis),
                bucket_indexes = n.bucket_indexes::smallint[],
                bucket_counts = n.bucket_counts::bigint[],
                buckets = n.buckets
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as n (gateway_id, url_id, protocol, hour, last_stored_at, successful_tests, partial_tests,
                    failed_tests, rated_tests, success_rate_sum, requests_sent, responses_received, response_bytes,
                    rated_bytes, rated_millis, latency_count, latency_sum_millis, latency_minimum_millis,
                    latency_maximum_millis, bucket_indexes, bucket_counts, buckets)
            where %s
            """.formatted(OF_KEYS);

    private final JdbcTemplate jdbc;

    HourlyFigures(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    record Key(Tally.Target target, Instant hour) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::target).thenComparing(Key::hour);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** What is added to one row; its buckets become the sum of those that are there and the new ones. */
    private record Addition(Key key, Tally tally) {}

    /** Adds these tests to their hours, each row once and in the order of the keys; joins the caller's transaction. */
    void add(List<RecordedTest> tests) {
        SortedMap<Key, Tally> tallies = new TreeMap<>();
        for (RecordedTest test : tests) {
            Key key = new Key(test.target(), test.observedAt().truncatedTo(HOURS));
            tallies.computeIfAbsent(key, k -> new Tally()).add(test.result());
        }
        Instant storedAt = tests.get(0).test().storedAt();
        List<Addition> additions = tallies.entrySet().stream()
                .map(entry -> new Addition(entry.getKey(), entry.getValue()))
                .toList();
        meet(additions, storedAt);
        lock(additions);
        write(additions, storedAt);
    }

    /**
     * Makes the rows that are not there, all at nought. An insert comes first: it takes the lock on the table that the
     * maker of partitions waits for, and that a mere read would not take until it is too late.
     */
    private void meet(List<Addition> additions, Instant storedAt) {
        jdbc.update(MEET, statement -> keys(additions).bind(new Binder(statement).value(storedAt)));
    }

    /** Locks the rows and takes over their buckets. */
    private void lock(List<Addition> additions) {
        jdbc.query(LOCK, statement -> hours(keys(additions).bind(statement), additions), row -> {
            additions.get(row.getInt(1) - 1).tally.buckets.add(row.getArray(2), row.getArray(3));
        });
    }

    private static Columns<Addition> keys(List<Addition> additions) {
        return Columns.of(additions)
                .longs(addition -> addition.key.target().gatewayId())
                .longs(addition -> addition.key.target().urlId())
                .texts(addition -> addition.key.target().protocol().text())
                .instants(addition -> addition.key.hour());
    }

    /** Said apart, so that partitions of other times are not looked into. */
    private static void hours(Binder binder, List<Addition> additions) throws SQLException {
        binder.value(additions.stream()
                        .map(a -> a.key.hour)
                        .min(Comparator.naturalOrder())
                        .orElseThrow())
                .value(additions.stream()
                        .map(a -> a.key.hour)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }

    private void write(List<Addition> additions, Instant storedAt) {
        Columns<Addition> columns = keys(additions)
                .instants(addition -> storedAt)
                .longs(addition -> addition.tally.tests(Outcome.SUCCESS))
                .longs(addition -> addition.tally.tests(Outcome.PARTIAL))
                .longs(addition -> addition.tally.tests(Outcome.FAILURE))
                .longs(addition -> addition.tally.ratedTests)
                .doubles(addition -> addition.tally.rateSum)
                .longs(addition -> addition.tally.sent)
                .longs(addition -> addition.tally.received)
                .longs(addition -> addition.tally.bytes)
                .longs(addition -> addition.tally.ratedBytes)
                .doubles(addition -> addition.tally.ratedMillis)
                .longs(addition -> addition.tally.latencies)
                .doubles(addition -> addition.tally.latencySum)
                .doubles(addition -> addition.tally.latencyMinimum)
                .doubles(addition -> addition.tally.latencyMaximum)
                .lists(addition -> Arrays.asList(addition.tally.buckets.numbers()))
                .lists(addition -> Arrays.asList(addition.tally.buckets.values()))
                .bytes(addition -> PackedBuckets.of(addition.tally.buckets.sorted()));
        jdbc.update(ADD, statement -> hours(columns.bind(statement), additions));
    }
}
