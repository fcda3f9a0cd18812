package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The door out to history: figures of a gateway over time, from rows while they are kept, from hours beyond. */
@Component
public class History {

    /** The number that PostgreSQL gives no bucket: what the figures of all buckets together are found by. */
    private static final int ALL = -1;

    /** How long a range over all gateways may be to be counted from rows. */
    static final Duration MOST_ROWS = Duration.ofHours(1);

    private static final String BUCKET = "width_bucket(t.%s, :starts::timestamptz[])";

    private final RawFigures raw;
    private final RollupFigures rollup;
    private final GatewayRows gateways;
    private final ResultsProperties properties;
    private final Reading reading;
    private final Clock clock;

    History(
            RawFigures raw,
            RollupFigures rollup,
            GatewayRows gateways,
            ResultsProperties properties,
            Reading reading,
            Clock clock) {
        this.raw = raw;
        this.rollup = rollup;
        this.gateways = gateways;
        this.properties = properties;
        this.reading = reading;
        this.clock = clock;
    }

    /**
     * The series of a gateway, or none when it was never seen.
     *
     * @throws BadQuestion when the range, the step or the zone cannot be served
     * @throws TooMuchToRead when it took too long, or too many are reading
     */
    public Optional<Series> of(HistoryQuestion question) {
        Instant now = clock.instant();
        Steps steps = Steps.of(question, now, now.minus(properties.retention()));
        return reading.of(() -> Optional.ofNullable(question.serialNumber())
                .flatMap(gateways::findBySerialNumber)
                .map(gateway -> series(gateway.id, question, steps)));
    }

    /**
     * The series of a url over all gateways; that of a url that was never tested is empty. Ranges of more than an hour are
     * answered from hourly figures: rows of all gateways are too many.
     *
     * @throws BadQuestion when the range or the step cannot be served
     * @throws TooMuchToRead when it took too long, or too many are reading
     */
    public Series ofUrl(HistoryQuestion question) {
        Instant now = clock.instant();
        Instant kept = now.minus(properties.retention());
        Instant few = question.end(now).minus(MOST_ROWS);
        Steps steps = Steps.of(question, now, few.isAfter(kept) ? few : kept);
        return reading.of(() -> series(null, question, steps));
    }

    private Series series(@Nullable Long gatewayId, HistoryQuestion question, Steps steps) {
        Map<Integer, Figures> figures = figures(gatewayId, question, steps);
        List<Instant> starts = steps.starts();
        List<Series.Bucket> buckets = IntStream.range(0, starts.size())
                .mapToObj(i -> new Series.Bucket(starts.get(i), figures.getOrDefault(i + 1, Figures.NONE)))
                .toList();
        return new Series(
                question.serialNumber(),
                question.url(),
                question.protocol(),
                steps.from(),
                steps.to(),
                steps.stepText(),
                question.timeZone() == null ? "UTC" : question.timeZone().getId(),
                steps.hourly(),
                figures.getOrDefault(ALL, Figures.NONE),
                buckets);
    }

    private Map<Integer, Figures> figures(@Nullable Long gatewayId, HistoryQuestion question, Steps steps) {
        String time = steps.hourly() ? "hour" : "observed_at";
        Choice choice = Choice.within(time, steps.from(), steps.to())
                .url(question.url())
                .protocol(question.protocol())
                .with("starts", steps.bounds().stream().map(Instant::toString).toArray(String[]::new));
        if (gatewayId != null) {
            choice.gateway(gatewayId);
        }
        String key = BUCKET.formatted(time);
        return steps.hourly()
                ? rollup.byAndInAll(key, History::bucket, choice)
                : raw.byAndInAll(key, History::bucket, choice);
    }

    private static Integer bucket(ResultSet row, int number) throws SQLException {
        int bucket = row.getInt("key");
        return row.wasNull() ? ALL : bucket;
    }
}
