package io.gatewatch.results;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Merges hourly figures: counts and sums are exact, percentiles within 5 %; also where the rows are gone. */
@Component
class HourSums {

    private static final int AT_A_TIME = 5000;

    private static final String HOURS =
            "select t.* from hourly_figures t where %s and t.hour <> all (:counted::timestamptz[])";

    private static final String AMOUNT = """
            select coalesce(sum(successful_tests + partial_tests + failed_tests + latency_count), 0) as amount,
                   array_agg(distinct hour) filter (where last_stored_at > :storedBy) as changed
            from hourly_figures t where %s
            """;

    private final JdbcClient jdbc;

    HourSums(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How much there is to count.
     *
     * @param rows tests and responses of all hours that the range touches
     * @param changed hours in which something was stored too late to count
     */
    record Amount(long rows, List<Instant> changed) {}

    Amount amount(FiguresQuestion question, Hours hours) {
        Instant storedBy = question.storedBy() == null ? Instant.parse("9999-12-31T00:00:00Z") : question.storedBy();
        Choice choice = chosen(question, hours).with("storedBy", storedBy.atOffset(ZoneOffset.UTC));
        return jdbc.sql(AMOUNT.formatted(choice.sql()))
                .params(choice.params())
                .query((row, number) -> new Amount(row.getLong("amount"), instants(row.getArray("changed"))))
                .single();
    }

    /** Adds the whole hours. */
    void addTo(Map<Slice, Sums> sums, FiguresQuestion question, Hours hours) {
        Choice choice = chosen(question, hours)
                .with("counted", hours.counted().stream().map(Instant::toString).toArray(String[]::new));
        jdbc.sql(HOURS.formatted(choice.sql()))
                .params(choice.params())
                .withFetchSize(AT_A_TIME)
                .query(row -> {
                    sums.computeIfAbsent(Slice.of(row, slot(row, question)), slice -> new Sums())
                            .addHour(row);
                });
    }

    private static Choice chosen(FiguresQuestion question, Hours hours) {
        return question.choice().from("hour", hours.first()).before("hour", hours.to());
    }

    private static int slot(ResultSet row, FiguresQuestion question) throws SQLException {
        Instant hour = row.getObject("hour", OffsetDateTime.class).toInstant();
        int found = Collections.binarySearch(question.starts(), hour);
        return found >= 0 ? found : -found - 2;
    }

    private static List<Instant> instants(@Nullable Array array) throws SQLException {
        return array == null
                ? List.of()
                : Stream.of((Timestamp[]) array.getArray())
                        .map(Timestamp::toInstant)
                        .toList();
    }
}
