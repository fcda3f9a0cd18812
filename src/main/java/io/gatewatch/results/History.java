package io.gatewatch.results;

import java.time.Clock;
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

    /** How many gateways are added up in one statement, as the database holds the buckets of all their hours in it. */
    private static final int AT_A_TIME = 500;

    /** In no more statements than that, however many gateways there are. */
    private static final int TURNS = 4;

    private final TargetFigures figures;
    private final KnownGateways gateways;
    private final Reading reading;
    private final Clock clock;

    History(TargetFigures figures, KnownGateways gateways, Reading reading, Clock clock) {
        this.figures = figures;
        this.gateways = gateways;
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
        return reading.find(() -> {
            Steps steps = Steps.of(question, now, reading.watermark().rowsSince());
            return Optional.ofNullable(question.serialNumber())
                    .flatMap(gateways::id)
                    .map(id -> series(question, steps, ofOne(id, question, steps)));
        });
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
        Instant few = question.end(now).minus(FiguresQuestion.ROWS_OF_ALL);
        return reading.of(() -> {
            Instant rowsSince = reading.watermark().rowsSince();
            Steps steps = Steps.of(question, now, few.isAfter(rowsSince) ? few : rowsSince);
            return series(question, steps, ofAll(question, steps));
        });
    }

    private Map<Integer, Sums> ofOne(long id, HistoryQuestion question, Steps steps) {
        return figures.bySlot(
                FiguresQuestion.ofOne(id, steps.bounds(), steps.to(), question.url(), question.protocol()));
    }

    private Map<Integer, Sums> ofAll(HistoryQuestion question, Steps steps) {
        List<Long> all = gateways.ids();
        int atATime = Math.max(AT_A_TIME, (all.size() + TURNS - 1) / TURNS);
        Map<Integer, Sums> slots = new HashMap<>();
        for (int i = 0; i < all.size(); i += atATime) {
            List<Long> some = all.subList(i, Math.min(all.size(), i + atATime));
            figures.bySlot(FiguresQuestion.ofMany(
                            some, steps.bounds(), steps.to(), question.url(), question.protocol()))
                    .forEach((slot, sums) ->
                            slots.computeIfAbsent(slot, s -> new Sums()).add(sums));
        }
        return slots;
    }

    private static Series series(HistoryQuestion question, Steps steps, Map<Integer, Sums> slots) {
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
                !all.exact(),
                all.figures(),
                buckets);
    }

    private static Figures figures(@Nullable Sums sums) {
        return sums == null ? Figures.NONE : sums.figures();
    }
}
