package io.gatewatch.results;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The cumulative figures of every target since it was first seen: what a scrape shows. Rows are locked, read, added to in
 * memory and written, as {@link HourlyFigures} are.
 */
@Component
class TargetTotals {

    private static final String OF_TARGETS =
            "t.gateway_id = n.gateway_id and t.url_id = n.url_id and t.protocol = n.protocol";

    private static final String LOCK = """
            select n.place, t.classic_counts, t.codes, t.code_counts, t.bucket_indexes, t.bucket_counts,
                t.recent_starts, t.recent_millis, t.last_observed_at
            from unnest(?, ?, ?) with ordinality as n (gateway_id, url_id, protocol, place)
            join target_totals t on %s
            order by n.place
            for no key update of t
            """.formatted(OF_TARGETS);

    private static final String ADD = """
            update target_totals as t set
                last_stored_at = greatest(t.last_stored_at, n.last_stored_at),
                successful_tests = t.successful_tests + n.successful_tests,
                partial_tests = t.partial_tests + n.partial_tests,
                failed_tests = t.failed_tests + n.failed_tests,
                rated_tests = t.rated_tests + n.rated_tests,
                success_ratio_sum = t.success_ratio_sum + n.success_ratio_sum,
                requests_sent = t.requests_sent + n.requests_sent,
                responses_received = t.responses_received + n.responses_received,
                response_bytes = t.response_bytes + n.response_bytes,
                latency_sum_seconds = t.latency_sum_seconds + n.latency_sum_seconds,
                classic_counts = n.classic_counts::bigint[],
                codes = n.codes::smallint[], code_counts = n.code_counts::bigint[],
                bucket_indexes = n.bucket_indexes::smallint[], bucket_counts = n.bucket_counts::bigint[],
                recent_starts = n.recent_starts::timestamptz[], recent_millis = n.recent_millis::bigint[],
                last_task_id = coalesce(n.task_id, t.last_task_id),
                last_observed_at = coalesce(n.observed_at, t.last_observed_at),
                last_completed_at = coalesce(n.completed_at, t.last_completed_at),
                last_success_ratio = case when n.task_id is null then t.last_success_ratio else n.success_ratio end,
                last_latency_minimum_seconds =
                    case when n.task_id is null then t.last_latency_minimum_seconds else n.minimum end,
                last_latency_average_seconds =
                    case when n.task_id is null then t.last_latency_average_seconds else n.average end,
                last_latency_maximum_seconds =
                    case when n.task_id is null then t.last_latency_maximum_seconds else n.maximum end,
                exemplar_seconds = case when n.task_id is null then t.exemplar_seconds else n.slowest end
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as n (gateway_id, url_id, protocol, last_stored_at, successful_tests, partial_tests, failed_tests,
                    rated_tests, success_ratio_sum, requests_sent, responses_received, response_bytes,
                    latency_sum_seconds, classic_counts, codes, code_counts, bucket_indexes, bucket_counts,
                    recent_starts, recent_millis, task_id, observed_at, completed_at, success_ratio, minimum, average,
                    maximum, slowest)
            where %s
            """.formatted(OF_TARGETS);

    private final JdbcTemplate jdbc;
    private final Targets targets;

    TargetTotals(JdbcTemplate jdbc, Targets targets) {
        this.jdbc = jdbc;
        this.targets = targets;
    }

    /**
     * Adds these tests to their targets, in the order of the keys; joins the caller's transaction. New targets are made
     * before any row is locked: who makes them waits for others who do, and they may wait for a row.
     */
    void add(List<RecordedTest> tests) {
        List<TotalsOfTarget> totals =
                tests.stream().collect(groupingBy(RecordedTest::target, TreeMap::new, toList())).values().stream()
                        .map(TotalsOfTarget::new)
                        .toList();
        targets.meet(
                totals.stream().map(TotalsOfTarget::target).toList(),
                tests.get(0).test().storedAt());
        lock(totals);
        write(totals);
    }

    /** Locks the rows and takes over what SQL cannot add. */
    private void lock(List<TotalsOfTarget> totals) {
        jdbc.query(LOCK, statement -> keys(totals).bind(statement), row -> {
            totals.get(row.getInt("place") - 1).addWhatIsThere(row);
        });
    }

    private static Columns<TotalsOfTarget> keys(List<TotalsOfTarget> totals) {
        return Columns.of(totals)
                .longs(total -> total.target().gatewayId())
                .longs(total -> total.target().urlId())
                .texts(total -> total.target().protocol().text());
    }

    private void write(List<TotalsOfTarget> totals) {
        Columns<TotalsOfTarget> columns = keys(totals)
                .instants(TotalsOfTarget::storedAt)
                .longs(total -> total.tally().tests(Outcome.SUCCESS))
                .longs(total -> total.tally().tests(Outcome.PARTIAL))
                .longs(total -> total.tally().tests(Outcome.FAILURE))
                .longs(total -> total.tally().ratedTests)
                .doubles(total -> total.tally().rateSum / 100)
                .longs(total -> total.tally().sent)
                .longs(total -> total.tally().received)
                .longs(total -> total.tally().bytes)
                .doubles(total -> total.tally().latencySum / 1000)
                .lists(TotalsOfTarget::classic)
                .lists(total -> Arrays.asList(total.tally().codes.numbers()))
                .lists(total -> Arrays.asList(total.tally().codes.values()))
                .lists(total -> Arrays.asList(total.tally().buckets.numbers()))
                .lists(total -> Arrays.asList(total.tally().buckets.values()))
                .lists(TotalsOfTarget::starts)
                .lists(TotalsOfTarget::lengths)
                .texts(total -> total.ofNewest(newest -> newest.test().taskId()))
                .instants(total -> total.ofNewest(RecordedTest::observedAt))
                .instants(total -> total.ofNewest(RecordedTest::completedAt))
                .doubles(total -> total.ofNewest(newest -> over(newest.result().successRatePercent(), 100)))
                .doubles(total -> total.ofNewest(newest -> over(newest.result().minimumLatency(), 1000)))
                .doubles(total -> total.ofNewest(newest -> over(newest.result().averageLatency(), 1000)))
                .doubles(total -> total.ofNewest(newest -> over(newest.result().maximumLatency(), 1000)))
                .doubles(total -> total.ofNewest(newest -> over(newest.slowestMillis(), 1000)));
        jdbc.update(ADD, columns::bind);
    }

    private static @Nullable Double over(@Nullable Double value, double divisor) {
        return value == null ? null : value / divisor;
    }
}
