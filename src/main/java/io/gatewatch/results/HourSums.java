package io.gatewatch.results;

import io.gatewatch.results.FiguresQuestion.Detail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Merges hourly figures, and days of them that were added up: counts and sums are exact, percentiles within 5 %; also where
 * the rows are gone.
 */
@Component
class HourSums {

    private static final int AT_A_TIME = 500;

    /** Part 0 has the hours that are read from rows: only whether they changed is of interest. */
    private static final String SUMS = """
            %5$sselect %1$scase when t.hour = any (:cut)%6$s then 0 else width_bucket(t.hour, :parts) end as part,
                   max(t.last_stored_at) as last_stored_at%3$s
            from %4$s t where %2$s group by %1$spart
            """;

    /** Whether the hour in which the range ends has a test after that; then it is cut. */
    private static final String AFTER_END = """
            with after_end as materialized (
                select exists (select from http_test a where a.gateway_id = any (:gateways)
                    and a.observed_at >= :end and a.observed_at < :endOfHour) as found)
            """;

    private static final String CUT_AT_END = " or t.hour = :lastHour and (select found from after_end)";

    private static final String IS_CUT_AT_END = ", (select found from after_end) as cut_at_end";

    /** The smallest array is that of the lowest rate, and of several the earliest. */
    private static final String OF_HOURS = """
            , sum(tested_hours) as tested_hours, sum(successful_hours) as successful_hours, min(worst) as worst
            """;

    private static final String HOURS_ALONE = "hourly_figures";

    /** A day stands at its first hour, and an hour has one hour. */
    private static final String WITH_DAYS = """
            (select day as hour, %1$s, tested_hours, successful_hours,
                    case when worst_hour is not null
                         then array[worst_success_rate, date_part('epoch', worst_hour), worst_tests::float8] end as worst
             from daily_figures where day >= :firstDay and day < :endDay
             union all select hour, %1$s, %2$s from hourly_figures where hour < :firstDay
             union all select hour, %1$s, %2$s from hourly_figures where hour >= :endDay)
            """.formatted("""
                    gateway_id, url_id, protocol, last_stored_at, successful_tests, partial_tests, failed_tests, rated_tests,
                    success_rate_sum, requests_sent, responses_received, response_bytes, rated_bytes, rated_millis,
                    latency_count, latency_sum_millis, latency_minimum_millis, latency_maximum_millis, buckets
                    """, """
                    1::bigint, case when successful_tests > 0 then 1::bigint else 0::bigint end,
                    case when rated_tests > 0
                         then array[success_rate_sum / rated_tests, date_part('epoch', hour),
                                    (successful_tests + partial_tests + failed_tests)::float8] end
                    """);

    private static final String OF_TESTS = """
            , sum(successful_tests) as successful_tests, sum(partial_tests) as partial_tests,
            sum(failed_tests) as failed_tests, sum(rated_tests) as rated_tests,
            sum(success_rate_sum) as success_rate_sum, sum(requests_sent) as requests_sent,
            sum(responses_received) as responses_received
            """;

    private static final String OF_LATENCIES = """
            , sum(latency_count) as latency_count, sum(latency_sum_millis) as latency_sum_millis,
            min(latency_minimum_millis) as latency_minimum_millis, max(latency_maximum_millis) as latency_maximum_millis,
            string_agg(buckets, ''::bytea) as buckets
            """;

    private static final String OF_BYTES = """
            , sum(response_bytes) as response_bytes, sum(rated_bytes) as rated_bytes, sum(rated_millis) as rated_millis
            """;

    private static final String CHANGED =
            "select distinct t.hour from hourly_figures t where %s and t.last_stored_at > :storedBy";

    private static final String ARRAYS = """
            select %1$swidth_bucket(t.hour, :parts) as part, bucket_indexes, bucket_counts
            from hourly_figures t where %2$s and t.hour <> all (:cut)
            """;

    private final JdbcClient jdbc;

    HourSums(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What was read of hours.
     *
     * @param sums of those that are not cut
     * @param changed whether something was stored too late to count in one of them
     * @param cutChanged the same of those that are cut
     * @param wholeAtEnd whether the last hour of a plan that {@link Plan#ends()} is among those that are not cut
     */
    record Found(Map<Slice, Sums> sums, boolean changed, boolean cutChanged, boolean wholeAtEnd) {}

    Found of(FiguresQuestion question, Plan plan) {
        if (plan.hours().isEmpty()) {
            return new Found(Map.of(), false, false, true);
        }
        Reader reader = new Reader(question, plan);
        reader.readSums();
        reader.readArrays();
        return new Found(reader.sums, reader.changed, reader.cutChanged, !reader.cutAtEnd);
    }

    /** The hours in which something was stored too late to count. */
    List<Instant> changed(FiguresQuestion question, Plan plan) {
        Choice choice = chosen(question, plan);
        return jdbc.sql(CHANGED.formatted(choice.sql()))
                .params(choice.params())
                .query((row, number) ->
                        row.getObject("hour", OffsetDateTime.class).toInstant())
                .list();
    }

    private static Choice chosen(FiguresQuestion question, Plan plan) {
        OffsetDateTime storedBy =
                question.storedBy() == null ? null : question.storedBy().atOffset(ZoneOffset.UTC);
        return question.choice()
                .from("hour", plan.hours().from())
                .before("hour", plan.hours().to())
                .with("storedBy", new SqlParameterValue(Types.TIMESTAMP_WITH_TIMEZONE, storedBy));
    }

    /** One reading of one question. */
    private final class Reader {

        private final FiguresQuestion question;
        private final HourParts parts;
        private final Choice choice;
        private final String source;
        private final Map<Slice, Sums> sums = new HashMap<>();
        private final Set<Slice> unsaid = new HashSet<>();
        private final Plan plan;
        private boolean changed;
        private boolean cutChanged;
        private boolean cutAtEnd;

        Reader(FiguresQuestion question, Plan plan) {
            this.question = question;
            this.plan = plan;
            Interval days = plan.days();
            this.parts = HourParts.of(plan.starts(), plan.to(), days);
            this.source = days.isEmpty() && !question.detail().hours() ? HOURS_ALONE : WITH_DAYS;
            this.choice = chosen(question, plan)
                    .with("parts", parts.starts())
                    .with("cut", plan.surelyCut())
                    .with("firstDay", days.from().atOffset(ZoneOffset.UTC))
                    .with("endDay", days.to().atOffset(ZoneOffset.UTC))
                    .with("end", plan.to().atOffset(ZoneOffset.UTC))
                    .with("lastHour", plan.lastHour().atOffset(ZoneOffset.UTC))
                    .with("endOfHour", plan.lastHour().plus(1, ChronoUnit.HOURS).atOffset(ZoneOffset.UTC));
        }

        void readSums() {
            Detail detail = question.detail();
            String columns = (detail.tests() ? OF_TESTS : "")
                    + (detail.latencies() ? OF_LATENCIES : "")
                    + (detail.bytes() ? OF_BYTES : "")
                    + (detail.hours() ? OF_HOURS : "")
                    + (plan.ends() ? IS_CUT_AT_END : "");
            read(SUMS, columns, row -> {
                cutAtEnd |= plan.ends() && row.getBoolean("cut_at_end");
                Instant stored =
                        row.getObject("last_stored_at", OffsetDateTime.class).toInstant();
                if (row.getInt("part") == 0) {
                    cutChanged |= isTooLate(stored);
                } else {
                    changed |= isTooLate(stored);
                    add(row, stored);
                }
            });
        }

        private boolean isTooLate(Instant stored) {
            return question.storedBy() != null && stored.isAfter(question.storedBy());
        }

        private void add(ResultSet row, Instant stored) throws SQLException {
            Slice part = part(row);
            Sums of = sums.computeIfAbsent(parts.slotOf(part), slice -> Sums.bucketed());
            of.addStored(stored);
            Detail detail = question.detail();
            if (detail.tests()) {
                of.addTests(row);
            }
            if (detail.latencies() && !of.addLatencies(row)) {
                unsaid.add(part);
            }
            if (detail.bytes()) {
                of.addBytes(row);
            }
            if (detail.hours()) {
                of.addHours(row);
            }
        }

        /** Where a release that knew arrays alone has written, or is still writing. */
        void readArrays() {
            if (unsaid.isEmpty()) {
                return;
            }
            IntSummaryStatistics at = unsaid.stream().mapToInt(Slice::slot).summaryStatistics();
            choice.from("hour", parts.starts().get(at.getMin())).before("hour", parts.end(at.getMax()));
            if (question.detail() != Detail.ALL) {
                choice.with(
                        "gateways",
                        unsaid.stream().map(Slice::gatewayId).distinct().toArray(Long[]::new));
            }
            read(ARRAYS, "", row -> {
                Slice part = part(row);
                if (unsaid.contains(part)) {
                    Objects.requireNonNull(sums.get(parts.slotOf(part))).addArrays(row);
                }
            });
        }

        private Slice part(ResultSet row) throws SQLException {
            return Slice.of(row, question, row.getInt("part") - 1);
        }

        private void read(String sql, String columns, RowCallbackHandler row) {
            jdbc.sql(sql.formatted(
                            question.key(),
                            choice.sql(),
                            columns,
                            source,
                            plan.ends() ? AFTER_END : "",
                            plan.ends() ? CUT_AT_END : ""))
                    .params(choice.params())
                    .withFetchSize(AT_A_TIME)
                    .query(row);
        }
    }
}
