package io.gatewatch.results;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The cumulative figures of every target since it was first seen: what a scrape shows. */
@Component
class TargetTotals {

    private static final int STARTS_KEPT = 11;
    private static final int LENGTHS_KEPT = 8;
    private static final Duration LONGEST_TEST = Duration.ofHours(1);

    private static final String UPDATE = """
            update target_totals as t set
                last_stored_at = greatest(t.last_stored_at, n.stored_at),
                successful_tests = t.successful_tests + n.successful_tests,
                partial_tests = t.partial_tests + n.partial_tests,
                failed_tests = t.failed_tests + n.failed_tests,
                rated_tests = t.rated_tests + n.rated_tests,
                success_ratio_sum = t.success_ratio_sum + n.success_ratio_sum,
                requests_sent = t.requests_sent + n.requests_sent,
                responses_received = t.responses_received + n.responses_received,
                response_bytes = t.response_bytes + n.response_bytes,
                latency_sum_seconds = t.latency_sum_seconds + n.latency_sum_seconds,
                classic_counts = (
                    select array_agg(c.old + c.more order by c.place)
                    from unnest(t.classic_counts, n.classic_counts) with ordinality as c (old, more, place)),
                (codes, code_counts) = (
                    select coalesce(array_agg(b.code order by b.code), '{}'),
                           coalesce(array_agg(b.count order by b.code), '{}')
                    from (select code, sum(count)::bigint as count
                          from (select * from unnest(t.codes, t.code_counts)
                                union all
                                select * from unnest(n.codes, n.code_counts)) as u (code, count)
                          group by code) as b),
                (bucket_indexes, bucket_counts) = (
                    select coalesce(array_agg(b.index order by b.index), '{}'),
                           coalesce(array_agg(b.count order by b.index), '{}')
                    from (select index, sum(count)::bigint as count
                          from (select * from unnest(t.bucket_indexes, t.bucket_counts)
                                union all
                                select * from unnest(n.bucket_indexes, n.bucket_counts)) as u (index, count)
                          group by index) as b),
                recent_starts = (
                    select coalesce(array_agg(s.start order by s.start desc), '{}')
                    from (select distinct start from unnest(t.recent_starts || n.recent_starts) as u (start)
                          order by start desc limit 11) as s),
                recent_millis = (n.recent_millis || t.recent_millis)[1:8]
            from (select ?::timestamptz as stored_at, ?::bigint as successful_tests, ?::bigint as partial_tests,
                         ?::bigint as failed_tests, ?::bigint as rated_tests, ?::float8 as success_ratio_sum,
                         ?::bigint as requests_sent, ?::bigint as responses_received, ?::bigint as response_bytes,
                         ?::float8 as latency_sum_seconds, ?::bigint[] as classic_counts, ?::smallint[] as codes,
                         ?::bigint[] as code_counts, ?::smallint[] as bucket_indexes, ?::bigint[] as bucket_counts,
                         ?::timestamptz[] as recent_starts, ?::bigint[] as recent_millis) as n
            where t.gateway_id = ? and t.url_id = ? and t.protocol = ?
            """;

    private final JdbcTemplate jdbc;
    private final Targets targets;
    private final NewestTests newest;

    TargetTotals(JdbcTemplate jdbc, Targets targets, NewestTests newest) {
        this.jdbc = jdbc;
        this.targets = targets;
        this.newest = newest;
    }

    /** Adds these tests to their targets, in the order of the keys; joins the caller's transaction. */
    void add(List<RecordedTest> tests) {
        Map<Tally.Target, List<RecordedTest>> byTarget =
                tests.stream().collect(groupingBy(RecordedTest::target, TreeMap::new, toList()));
        Instant storedAt = tests.get(0).test().storedAt();
        targets.meet(byTarget.keySet(), storedAt);
        jdbc.batchUpdate(UPDATE, byTarget.entrySet(), byTarget.size(), TargetTotals::bind);
        newest.note(byTarget.values());
    }

    private static void bind(PreparedStatement statement, Map.Entry<Tally.Target, List<RecordedTest>> entry)
            throws SQLException {
        Tally tally = new Tally();
        entry.getValue().forEach(test -> tally.add(test.result()));
        Tally.Target target = entry.getKey();
        new Binder(statement)
                .value(entry.getValue().get(0).test().storedAt())
                .value(tally.tests(Outcome.SUCCESS))
                .value(tally.tests(Outcome.PARTIAL))
                .value(tally.tests(Outcome.FAILURE))
                .value(tally.ratedTests)
                .value(tally.rateSum / 100)
                .value(tally.sent)
                .value(tally.received)
                .value(tally.bytes)
                .value(tally.latencySum / 1000)
                .array("bigint", Arrays.stream(tally.classic).boxed().toArray(Long[]::new))
                .array("smallint", tally.codes.numbers())
                .array("bigint", tally.codes.values())
                .array("smallint", tally.buckets.numbers())
                .array("bigint", tally.buckets.values())
                .array("timestamptz", starts(entry.getValue()))
                .array("bigint", lengths(entry.getValue()))
                .value(target.gatewayId())
                .value(target.urlId())
                .value(target.protocol().text());
    }

    private static String[] starts(List<RecordedTest> tests) {
        return tests.stream()
                .filter(RecordedTest::hasBelievableStart)
                .map(RecordedTest::observedAt)
                .sorted(Comparator.reverseOrder())
                .limit(STARTS_KEPT)
                .map(Instant::toString)
                .toArray(String[]::new);
    }

    /** How long the tests took by Central's clock, newest first; one that ended before it began took no time we know. */
    private static Long[] lengths(List<RecordedTest> tests) {
        return tests.stream()
                .sorted(Comparator.comparing(RecordedTest::observedAt).reversed())
                .map(RecordedTest::result)
                .map(result -> result.startedAt() == null || result.endedAt() == null
                        ? Duration.ZERO
                        : Duration.between(result.startedAt(), result.endedAt()))
                .filter(length -> length.compareTo(Duration.ZERO) > 0 && length.compareTo(LONGEST_TEST) < 0)
                .limit(LENGTHS_KEPT)
                .map(Duration::toMillis)
                .toArray(Long[]::new);
    }
}
