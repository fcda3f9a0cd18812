package io.gatewatch.results;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The door to comparisons with what is usual: a gateway's window beside the same window a day and a week before. */
@Component
public class Baselines {

    private static final int MOST = 500;
    private static final Comparator<Baseline.OfUrl> BY_URL =
            Comparator.comparing(Baseline.OfUrl::url).thenComparing(Baseline.OfUrl::protocol);

    private final TargetFigures figures;
    private final Gateways gateways;
    private final Names names;
    private final Reading reading;
    private final Clock clock;

    Baselines(TargetFigures figures, Gateways gateways, Names names, Reading reading, Clock clock) {
        this.figures = figures;
        this.gateways = gateways;
        this.names = names;
        this.reading = reading;
        this.clock = clock;
    }

    /** A window with its figures by url, and of all urls together. */
    private record Side(Baseline.Window window, Map<TestedUrl.Position, Figures> figures, Figures all) {

        Figures of(TestedUrl.Position url) {
            return figures.getOrDefault(url, Figures.NONE);
        }
    }

    /**
     * The window that ends now beside its like, or none when the gateway was never seen.
     *
     * @throws TooMuchToRead when it took too long, or too many are reading
     */
    public Optional<Baseline> of(String serialNumber, Duration window) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return reading.find(() -> gateways.id(serialNumber)
                .map(id -> compared(
                        serialNumber,
                        side(id, now, window),
                        side(id, now.minus(Duration.ofDays(1)), window),
                        side(id, now.minus(Duration.ofDays(7)), window))));
    }

    private Side side(long gatewayId, Instant to, Duration length) {
        TargetFigures.Read read = figures.read(FiguresQuestion.urlsOfOne(gatewayId, to.minus(length), to));
        Map<TestedUrl.Position, Figures> byUrl = new HashMap<>();
        read.sums().forEach((slice, sums) -> byUrl.put(Objects.requireNonNull(slice.url()), sums.figures()));
        Sums all = Sums.of(read.sums().values());
        Plan plan = read.plan();
        return new Side(new Baseline.Window(plan.starts().get(0), plan.to(), !all.exact()), byUrl, all.figures());
    }

    private Baseline compared(String serialNumber, Side now, Side dayBefore, Side weekBefore) {
        List<TestedUrl.Position> tested = Stream.of(now, dayBefore, weekBefore)
                .flatMap(side -> side.figures.keySet().stream())
                .distinct()
                .toList();
        Map<Long, String> texts =
                names.urls(tested.stream().map(TestedUrl.Position::urlId).toList());
        List<Baseline.OfUrl> urls = tested.stream()
                .map(url -> new Baseline.OfUrl(
                        Objects.requireNonNull(texts.get(url.urlId())),
                        url.protocol(),
                        comparison(url, now, dayBefore, weekBefore)))
                .sorted(BY_URL)
                .limit(MOST)
                .toList();
        return new Baseline(
                serialNumber,
                now.window,
                dayBefore.window,
                weekBefore.window,
                Baseline.Comparison.of(now.all, dayBefore.all, weekBefore.all),
                urls,
                tested.size() - urls.size());
    }

    private static Baseline.Comparison comparison(TestedUrl.Position url, Side now, Side dayBefore, Side weekBefore) {
        return Baseline.Comparison.of(now.of(url), dayBefore.of(url), weekBefore.of(url));
    }
}
