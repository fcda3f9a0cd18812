package io.gatewatch.results;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the hours of a range come to, by target: their figures, how many of them were good, and the worst. */
@Component
class AvailabilityFigures {

    /** The smallest of the arrays is that of the lowest rate, and of several the earliest. */
    private static final String HOURS = "select gateway_id, url_id, protocol, " + RollupFigures.COLUMNS + """
            , sum(latency_count) as latencies, count(*) as tested_hours,
              count(*) filter (where successful_tests > 0) as successful_hours,
              min(array[success_rate_sum / rated_tests, date_part('epoch', hour),
                        (successful_tests + partial_tests + failed_tests)::float8])
                  filter (where rated_tests > 0) as worst
            from hourly_figures t where %s group by gateway_id, url_id, protocol
            """;

    private static final Counts NONE = new Counts();

    private final JdbcClient jdbc;
    private final DailyLatencies latencies;

    AvailabilityFigures(JdbcClient jdbc, DailyLatencies latencies) {
        this.jdbc = jdbc;
        this.latencies = latencies;
    }

    /** What is known of a target. */
    record Hours(
            long tested, long successful, Availability.@Nullable WorstHour worst, long latencies, Figures figures) {

        Hours with(Counts buckets) {
            return new Hours(tested, successful, worst, latencies, RollupFigures.withPercentiles(figures, buckets));
        }
    }

    Map<Tally.Target, Hours> read(Collection<Long> gatewayIds, Instant from, Instant to) {
        Map<Tally.Target, Hours> hours = sums(gatewayIds, from, to);
        Map<Tally.Target, Counts> buckets = latencies.read(gatewayIds, from, to);
        List<Long> outdated = hours.entrySet().stream()
                .filter(entry -> entry.getValue().latencies
                        != buckets.getOrDefault(entry.getKey(), NONE).total())
                .map(entry -> entry.getKey().gatewayId())
                .distinct()
                .toList();
        if (!outdated.isEmpty()) {
            buckets.putAll(latencies.readHours(outdated, from, to));
        }
        hours.replaceAll((target, of) -> of.with(buckets.getOrDefault(target, NONE)));
        return hours;
    }

    private Map<Tally.Target, Hours> sums(Collection<Long> gatewayIds, Instant from, Instant to) {
        Choice choice = Choice.within("hour", from, to).among("t.gateway_id", gatewayIds);
        Map<Tally.Target, Hours> sums = new HashMap<>();
        jdbc.sql(HOURS.formatted(choice.sql())).params(choice.params()).query(row -> {
            Hours hours = new Hours(
                    row.getLong("tested_hours"),
                    row.getLong("successful_hours"),
                    worst(row.getArray("worst")),
                    row.getLong("latencies"),
                    RollupFigures.sums(row));
            sums.put(Tally.Target.of(row), hours);
        });
        return sums;
    }

    private static Availability.@Nullable WorstHour worst(@Nullable Array array) throws SQLException {
        if (array == null) {
            return null;
        }
        Double[] rateHourTests = (Double[]) array.getArray();
        return new Availability.WorstHour(
                Instant.ofEpochSecond(rateHourTests[1].longValue()), rateHourTests[2].longValue(), rateHourTests[0]);
    }
}
