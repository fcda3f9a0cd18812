package io.gatewatch.results;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door out to response codes over time, counted from rows for as long as they are kept. */
@Component
public class Codes {

    private static final String COUNTS = """
            select width_bucket(t.observed_at, :starts) as bucket,
                   case when r.status_code between 100 and 999 then r.status_code::text else 'other' end as code,
                   count(*) as responses
            from http_test t join response_sample r using (gateway_id, observed_at, task_id)
            where %s and r.observed_at >= :from and r.observed_at < :to group by 1, 2
            """;

    private final JdbcClient jdbc;
    private final KnownGateways gateways;
    private final Reading reading;
    private final Clock clock;

    Codes(JdbcClient jdbc, KnownGateways gateways, Reading reading, Clock clock) {
        this.jdbc = jdbc;
        this.gateways = gateways;
        this.reading = reading;
        this.clock = clock;
    }

    /**
     * The codes that a gateway met, or none when it was never seen.
     *
     * @throws BadQuestion when the range or the step cannot be served
     * @throws TooMuchToRead when it took too long, or too many are reading
     */
    public Optional<CodeSeries> of(HistoryQuestion question) {
        Instant now = clock.instant();
        return reading.find(() -> {
            Steps steps = steps(question, now);
            return Optional.ofNullable(question.serialNumber())
                    .flatMap(gateways::id)
                    .map(id -> series(id, question, steps));
        });
    }

    /** The codes that all gateways met at a url; over at most an hour, as rows of all gateways are many. */
    public CodeSeries ofUrl(HistoryQuestion question) {
        Instant now = clock.instant();
        return reading.of(() -> {
            Steps steps = steps(question, now);
            Instant from = question.from() == null ? steps.from() : question.from();
            if (from.isBefore(question.end(now).minus(FiguresQuestion.ROWS_OF_ALL))) {
                throw new BadQuestion(
                        "from",
                        "must be at most an hour before `to`: these codes are counted from the responses of all gateways");
            }
            return series(null, question, steps);
        });
    }

    private Steps steps(HistoryQuestion question, Instant now) {
        return Steps.of(question, now, reading.watermark().rowsSince());
    }

    private CodeSeries series(@Nullable Long gatewayId, HistoryQuestion question, Steps steps) {
        Interval kept = new Interval(steps.from(), steps.to())
                .and(new Interval(reading.watermark().rowsSince(), steps.to()));
        Choice choice = Choice.within("observed_at", kept.from(), kept.to())
                .url(question.url())
                .protocol(question.protocol())
                .with("starts", steps.bounds());
        if (gatewayId != null) {
            choice.gateway(gatewayId);
        }
        List<CodeSeries.Bucket> buckets = new ArrayList<>();
        steps.starts().forEach(start -> buckets.add(new CodeSeries.Bucket(start, new TreeMap<>())));
        jdbc.sql(COUNTS.formatted(choice.sql())).params(choice.params()).query(row -> {
            Map<String, Long> codes = buckets.get(row.getInt("bucket") - 1).codes();
            codes.put(row.getString("code"), row.getLong("responses"));
        });
        Instant rowsSince = reading.watermark().rowsSince();
        return new CodeSeries(
                steps.from(),
                steps.to(),
                steps.stepText(),
                steps.from().isBefore(rowsSince) ? rowsSince : null,
                buckets);
    }
}
