package io.gatewatch.results;

import io.gatewatch.results.FiguresQuestion.Detail;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Merges hourly figures: counts and sums are exact, percentiles within 5 %; also where the rows are gone. */
@Component
class HourSums {

    private static final int AT_A_TIME = 5000;

    private static final String HOURS = """
            select t.*, width_bucket(t.hour, :starts) as slot from hourly_figures t
            where %s and t.hour <> all (:counted)
            """;

    private static final String TESTS_OF_HOURS = """
            select t.gateway_id, width_bucket(t.hour, :starts) as slot,
                   sum(successful_tests) as successful_tests, sum(partial_tests) as partial_tests,
                   sum(failed_tests) as failed_tests, sum(rated_tests) as rated_tests,
                   sum(success_rate_sum) as success_rate_sum, sum(requests_sent) as requests_sent,
                   sum(responses_received) as responses_received
            from hourly_figures t where %s and t.hour <> all (:counted) group by t.gateway_id, slot
            """;

    private static final String AMOUNTS = """
            select t.hour, sum(successful_tests + partial_tests + failed_tests + latency_count) as amount,
                   bool_or(last_stored_at > :storedBy) as changed
            from hourly_figures t where %s group by t.hour
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

    private record AmountOfHour(Instant hour, long rows, boolean changed) {}

    Amount amount(FiguresQuestion question, Hours hours) {
        Instant storedBy = question.storedBy() == null ? Instant.parse("9999-12-31T00:00:00Z") : question.storedBy();
        Choice choice = chosen(question, hours).with("storedBy", storedBy.atOffset(ZoneOffset.UTC));
        List<AmountOfHour> amounts = jdbc.sql(AMOUNTS.formatted(choice.sql()))
                .params(choice.params())
                .query((row, number) -> new AmountOfHour(
                        row.getObject("hour", OffsetDateTime.class).toInstant(),
                        row.getLong("amount"),
                        row.getBoolean("changed")))
                .list();
        return new Amount(
                amounts.stream().mapToLong(AmountOfHour::rows).sum(),
                amounts.stream()
                        .filter(AmountOfHour::changed)
                        .map(AmountOfHour::hour)
                        .toList());
    }

    /** Adds the whole hours. */
    void addTo(Map<Slice, Sums> sums, FiguresQuestion question, Hours hours) {
        boolean testsAlone = question.detail() == Detail.TESTS;
        Choice choice =
                chosen(question, hours).with("starts", question.starts()).with("counted", hours.counted());
        jdbc.sql((testsAlone ? TESTS_OF_HOURS : HOURS).formatted(choice.sql()))
                .params(choice.params())
                .withFetchSize(AT_A_TIME)
                .query(row -> {
                    Slice slice = Slice.of(row, question, row.getInt("slot") - 1);
                    Sums of = sums.computeIfAbsent(slice, s -> new Sums());
                    if (testsAlone) {
                        of.addTests(row);
                    } else {
                        of.addHour(row);
                    }
                });
    }

    private static Choice chosen(FiguresQuestion question, Hours hours) {
        return question.choice().from("hour", hours.first()).before("hour", hours.to());
    }
}
