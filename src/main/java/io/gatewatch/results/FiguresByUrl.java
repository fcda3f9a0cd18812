package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.HOURS;

import io.gatewatch.results.FiguresQuestion.Detail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** A gateway's figures of a window by url and protocol, and in all: from rows while they are kept, from hours beyond. */
@Component
class FiguresByUrl {

    /** What the figures of all urls together are found by. */
    static final TestedUrl.Position ALL = new TestedUrl.Position(-1, Protocol.HTTP);

    private final RawFigures raw;
    private final TargetFigures targets;
    private final UrlKeys urlKeys;

    FiguresByUrl(RawFigures raw, TargetFigures targets, UrlKeys urlKeys) {
        this.raw = raw;
        this.targets = targets;
        this.urlKeys = urlKeys;
    }

    /** The window as it can be read: of whole hours, the ragged ones included, where rows are gone. */
    static Baseline.Window readable(Instant from, Instant to, Instant rawSince) {
        if (!from.isBefore(rawSince)) {
            return new Baseline.Window(from, to, false);
        }
        Instant end = to.truncatedTo(HOURS);
        return new Baseline.Window(from.truncatedTo(HOURS), end.equals(to) ? end : end.plus(1, HOURS), true);
    }

    Map<TestedUrl.Position, Figures> of(long gatewayId, Baseline.Window window) {
        return window.approximate() ? fromHours(gatewayId, window) : fromRows(gatewayId, window);
    }

    private Map<TestedUrl.Position, Figures> fromRows(long gatewayId, Baseline.Window window) {
        Choice choice = Choice.within("observed_at", window.from(), window.to()).gateway(gatewayId);
        return raw.byAndInAll(TestedUrl.Position.KEY, FiguresByUrl::url, urlKeys.in(choice));
    }

    private Map<TestedUrl.Position, Figures> fromHours(long gatewayId, Baseline.Window window) {
        long literal = urlKeys.literallyUnknown();
        Map<Slice, Sums> sums = targets.ofHours(new FiguresQuestion(
                List.of(gatewayId), List.of(window.from()), window.to(), null, null, null, Detail.URLS));
        Map<TestedUrl.Position, Figures> figures = new HashMap<>();
        Sums.by(slice -> Objects.requireNonNull(slice.url()).keyed(literal), sums)
                .forEach((url, of) -> figures.put(url, of.figures()));
        figures.put(ALL, Sums.of(sums.values()).figures());
        return figures;
    }

    private static TestedUrl.Position url(ResultSet row, int number) throws SQLException {
        String key = row.getString("key");
        return key == null ? ALL : TestedUrl.Position.of(key);
    }
}
