package io.gatewatch.results;

import io.gatewatch.results.FiguresQuestion.Detail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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

    /** Part 0 has the hours that are counted from rows: only how much they hold and whether they changed is of interest. */
    private static final String SUMS = """
            select %1$scase when t.hour = any (:counted) then 0 else width_bucket(t.hour, :parts) end as part,
                   sum(successful_tests + partial_tests + failed_tests + latency_count) as amount,
                   max(t.last_stored_at) as last_stored_at%3$s
            from %4$s t where %2$s group by %1$spart
            """;

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
            from hourly_figures t where %2$s and t.hour <> all (:counted)
            """;

    private final JdbcClient jdbc;

    HourSums(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What hours come to.
     *
     * @param sums of the whole hours
     * @param rows tests and responses of all hours that the range touches
     * @param changed whether something was stored too late to count in one of the whole hours
     * @param countedChanged the same of those that are counted from rows
     */
    record Found(Map<Slice, Sums> sums, long rows, boolean changed, boolean countedChanged) {}

    Found of(FiguresQuestion question, Hours hours) {
        return of(question, hours, Interval.NONE);
    }

    /** @param days those that are taken as they were added up */
    Found of(FiguresQuestion question, Hours hours, Interval days) {
        Reader reader = new Reader(question, hours, days);
        reader.readSums();
        reader.readArrays();
        return new Found(reader.sums, reader.rows, reader.changed, reader.countedChanged);
    }

    /** The hours in which something was stored too late to count. */
    List<Instant> changed(FiguresQuestion question, Hours hours) {
        Choice choice = chosen(question, hours);
        return jdbc.sql(CHANGED.formatted(choice.sql()))
                .params(choice.params())
                .query((row, number) ->
                        row.getObject("hour", OffsetDateTime.class).toInstant())
                .list();
    }

    private static Choice chosen(FiguresQuestion question, Hours hours) {
        OffsetDateTime storedBy =
                question.storedBy() == null ? null : question.storedBy().atOffset(ZoneOffset.UTC);
        return question.choice()
                .from("hour", hours.first())
                .before("hour", hours.to())
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
        private long rows;
        private boolean changed;
        private boolean countedChanged;

        Reader(FiguresQuestion question, Hours hours, Interval days) {
            this.question = question;
            this.parts = HourParts.of(question.starts(), hours.to(), days);
            this.source = days.isEmpty() && !question.detail().hours() ? HOURS_ALONE : WITH_DAYS;
            this.choice = chosen(question, hours)
                    .with("parts", parts.starts())
                    .with("counted", hours.counted())
                    .with("firstDay", days.from().atOffset(ZoneOffset.UTC))
                    .with("endDay", days.to().atOffset(ZoneOffset.UTC));
        }

        void readSums() {
            Detail detail = question.detail();
            String columns = (detail.tests() ? OF_TESTS : "")
                    + (detail.latencies() ? OF_LATENCIES : "")
                    + (detail.bytes() ? OF_BYTES : "")
                    + (detail.hours() ? OF_HOURS : "");
            read(SUMS, columns, row -> {
                rows += row.getLong("amount");
                Instant stored =
                        row.getObject("last_stored_at", OffsetDateTime.class).toInstant();
                if (row.getInt("part") == 0) {
                    countedChanged |= isTooLate(stored);
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
            Sums of = sums.computeIfAbsent(parts.slotOf(part), slice -> new Sums());
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
            jdbc.sql(sql.formatted(question.key(), choice.sql(), columns, source))
                    .params(choice.params())
                    .withFetchSize(AT_A_TIME)
                    .query(row);
        }
    }
}
