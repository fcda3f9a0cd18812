package io.gatewatch.results;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
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

    private final FiguresByUrl figures;
    private final Gateways gateways;
    private final Names names;
    private final Reading reading;
    private final ResultsProperties properties;
    private final Clock clock;

    Baselines(
            FiguresByUrl figures,
            Gateways gateways,
            Names names,
            Reading reading,
            ResultsProperties properties,
            Clock clock) {
        this.figures = figures;
        this.gateways = gateways;
        this.names = names;
        this.reading = reading;
        this.properties = properties;
        this.clock = clock;
    }

    /** A window with its figures by url. */
    private record Side(Baseline.Window window, Map<TestedUrl.Position, Figures> figures) {

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
        Instant rawSince = clock.instant().minus(properties.retention());
        Baseline.Window window = FiguresByUrl.readable(to.minus(length), to, rawSince);
        return new Side(window, figures.of(gatewayId, window));
    }

    private Baseline compared(String serialNumber, Side now, Side dayBefore, Side weekBefore) {
        List<TestedUrl.Position> tested = Stream.of(now, dayBefore, weekBefore)
                .flatMap(side -> side.figures.keySet().stream())
                .filter(url -> !url.equals(FiguresByUrl.ALL))
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
                comparison(FiguresByUrl.ALL, now, dayBefore, weekBefore),
                urls,
                tested.size() - urls.size());
    }

    private static Baseline.Comparison comparison(TestedUrl.Position url, Side now, Side dayBefore, Side weekBefore) {
        return Baseline.Comparison.of(now.of(url), dayBefore.of(url), weekBefore.of(url));
    }
}
