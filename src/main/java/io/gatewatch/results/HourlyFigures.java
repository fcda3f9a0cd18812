package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.HOURS;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The figures of every target and hour, which outlive the rows they were counted from. */
@Component
class HourlyFigures {

    /** The sums of the two arrays side by side; one upsert adds whatever buckets either side has. */
    private static final String UPSERT = """
            insert into hourly_figures as f (gateway_id, url_id, protocol, hour, last_stored_at, successful_tests,
                partial_tests, failed_tests, rated_tests, success_rate_sum, requests_sent, responses_received, response_bytes,
                rated_bytes, rated_millis, latency_count, latency_sum_millis, latency_minimum_millis,
                latency_maximum_millis, bucket_indexes, bucket_counts)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (gateway_id, url_id, protocol, hour) do update set
                last_stored_at = greatest(f.last_stored_at, excluded.last_stored_at),
                successful_tests = f.successful_tests + excluded.successful_tests,
                partial_tests = f.partial_tests + excluded.partial_tests,
                failed_tests = f.failed_tests + excluded.failed_tests,
                rated_tests = f.rated_tests + excluded.rated_tests,
                success_rate_sum = f.success_rate_sum + excluded.success_rate_sum,
                requests_sent = f.requests_sent + excluded.requests_sent,
                responses_received = f.responses_received + excluded.responses_received,
                response_bytes = f.response_bytes + excluded.response_bytes,
                rated_bytes = f.rated_bytes + excluded.rated_bytes,
                rated_millis = f.rated_millis + excluded.rated_millis,
                latency_count = f.latency_count + excluded.latency_count,
                latency_sum_millis = f.latency_sum_millis + excluded.latency_sum_millis,
                latency_minimum_millis = least(f.latency_minimum_millis, excluded.latency_minimum_millis),
                latency_maximum_millis = greatest(f.latency_maximum_millis, excluded.latency_maximum_millis),
                (bucket_indexes, bucket_counts) = (
                    select coalesce(array_agg(b.index order by b.index), '{}'),
                           coalesce(array_agg(b.count order by b.index), '{}')
                    from (select index, sum(count)::bigint as count
                          from (select * from unnest(f.bucket_indexes, f.bucket_counts)
                                union all
                                select * from unnest(excluded.bucket_indexes, excluded.bucket_counts))
                              as u (index, count)
                          group by index) as b)
            """;

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

    /** Adds these tests to their hours, each row once and in the order of the keys; joins the caller's transaction. */
    void add(List<RecordedTest> tests) {
        SortedMap<Key, Tally> tallies = new TreeMap<>();
        for (RecordedTest test : tests) {
            Key key = new Key(test.target(), test.observedAt().truncatedTo(HOURS));
            tallies.computeIfAbsent(key, k -> new Tally()).add(test.result());
        }
        Instant storedAt = tests.get(0).test().storedAt();
        jdbc.batchUpdate(
                UPSERT, tallies.entrySet(), tallies.size(), (statement, entry) -> bind(statement, entry, storedAt));
    }

    private static void bind(PreparedStatement statement, Map.Entry<Key, Tally> entry, Instant storedAt)
            throws SQLException {
        Tally.Target target = entry.getKey().target();
        Tally tally = entry.getValue();
        new Binder(statement)
                .value(target.gatewayId())
                .value(target.urlId())
                .value(target.protocol().text())
                .value(entry.getKey().hour())
                .value(storedAt)
                .value(tally.tests(Outcome.SUCCESS))
                .value(tally.tests(Outcome.PARTIAL))
                .value(tally.tests(Outcome.FAILURE))
                .value(tally.ratedTests)
                .value(tally.rateSum)
                .value(tally.sent)
                .value(tally.received)
                .value(tally.bytes)
                .value(tally.ratedBytes)
                .value(tally.ratedMillis)
                .value(tally.latencies)
                .value(tally.latencySum)
                .value(tally.latencyMinimum)
                .value(tally.latencyMaximum)
                .array("smallint", tally.buckets.numbers())
                .array("bigint", tally.buckets.values());
    }
}
