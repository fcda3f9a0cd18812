package io.gatewatch.results;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a range of whole hours comes to, by target: its figures, how many hours were good, and the worst. */
@Component
class AvailabilityFigures {

    /** The smallest of the arrays is that of the lowest rate, and of several the earliest. */
    private static final String HOURS = """
            select gateway_id, url_id, protocol, count(*) as tested_hours,
                   count(*) filter (where successful_tests > 0) as successful_hours,
                   min(array[success_rate_sum / rated_tests, date_part('epoch', hour),
                             (successful_tests + partial_tests + failed_tests)::float8])
                       filter (where rated_tests > 0) as worst
            from hourly_figures t where %s group by gateway_id, url_id, protocol
            """;

    private final JdbcClient jdbc;
    private final TargetFigures targets;

    AvailabilityFigures(JdbcClient jdbc, TargetFigures targets) {
        this.jdbc = jdbc;
        this.targets = targets;
    }

    /** What is known of a target. */
    record Hours(long tested, long successful, Availability.@Nullable WorstHour worst, Figures figures) {}

    Map<Tally.Target, Hours> read(List<Long> gatewayIds, Instant from, Instant to) {
        FiguresQuestion question =
                new FiguresQuestion(gatewayIds, List.of(from), to, null, null, null, FiguresQuestion.Detail.URLS);
        Map<Tally.Target, Sums> sums = Sums.by(Slice::target, targets.ofHours(question));
        Choice choice = question.choice().from("hour", from).before("hour", to);
        Map<Tally.Target, Hours> hours = new HashMap<>();
        jdbc.sql(HOURS.formatted(choice.sql())).params(choice.params()).query(row -> {
            Tally.Target target = Tally.Target.of(row);
            hours.put(
                    target,
                    new Hours(
                            row.getLong("tested_hours"),
                            row.getLong("successful_hours"),
                            worst(row.getArray("worst")),
                            sums.getOrDefault(target, new Sums()).figures()));
        });
        return hours;
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
