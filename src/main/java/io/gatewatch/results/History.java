package io.gatewatch.results;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The door out to history: figures of a gateway over time, from rows or from hours, whichever answers at once. */
@Component
public class History {

    /** How long a range over all gateways may be to be counted from rows. */
    static final Duration MOST_ROWS = Duration.ofHours(1);

    /** How many gateways are added up in one statement, as the database holds the buckets of all their hours in it. */
    private static final int AT_A_TIME = 500;

    private final TargetFigures figures;
    private final KnownGateways gateways;
    private final ResultsProperties properties;
    private final Reading reading;
    private final Clock clock;

    History(TargetFigures figures, KnownGateways gateways, ResultsProperties properties, Reading reading, Clock clock) {
        this.figures = figures;
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
        return reading.find(() -> Optional.ofNullable(question.serialNumber())
                .flatMap(gateways::id)
                .map(id -> series(List.of(id), question, steps)));
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
        return reading.of(() -> series(gateways.ids(), question, steps));
    }

    private Series series(List<Long> of, HistoryQuestion question, Steps steps) {
        Map<Integer, Sums> slots = slots(of, question, steps);
        Sums all = Sums.of(slots.values());
        List<Instant> starts = steps.starts();
        List<Series.Bucket> buckets = IntStream.range(0, starts.size())
                .mapToObj(i -> new Series.Bucket(starts.get(i), figures(slots.get(i))))
                .toList();
        return new Series(
                question.serialNumber(),
                question.url(),
                question.protocol(),
                steps.from(),
                steps.to(),
                steps.stepText(),
                question.timeZone() == null ? "UTC" : question.timeZone().getId(),
                steps.hourly() || !all.exact(),
                all.figures(),
                buckets);
    }

    private Map<Integer, Sums> slots(List<Long> of, HistoryQuestion question, Steps steps) {
        Map<Integer, Sums> slots = new HashMap<>();
        for (int i = 0; i < of.size(); i += AT_A_TIME) {
            List<Long> some = of.subList(i, Math.min(of.size(), i + AT_A_TIME));
            FiguresQuestion asked =
                    new FiguresQuestion(some, steps.bounds(), steps.to(), question.url(), question.protocol());
            Map<Slice, Sums> found = steps.hourly() ? figures.ofHours(asked) : figures.of(asked);
            found.forEach((slice, sums) ->
                    slots.computeIfAbsent(slice.slot(), slot -> new Sums()).add(sums));
        }
        return slots;
    }

    private static Figures figures(@Nullable Sums sums) {
        return sums == null ? Figures.NONE : sums.figures();
    }
}
