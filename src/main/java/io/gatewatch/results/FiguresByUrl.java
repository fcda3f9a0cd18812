package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.HOURS;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A gateway's figures of a window by url and protocol, and in all: from rows while they are kept, from hours beyond. */
@Component
class FiguresByUrl {

    /** What the figures of all urls together are found by. */
    static final TestedUrl.Position ALL = new TestedUrl.Position(-1, Protocol.HTTP);

    private final RawFigures raw;
    private final RollupFigures rollup;
    private final UrlKeys urlKeys;

    FiguresByUrl(RawFigures raw, RollupFigures rollup, UrlKeys urlKeys) {
        this.raw = raw;
        this.rollup = rollup;
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
        String time = window.approximate() ? "hour" : "observed_at";
        Choice choice =
                urlKeys.in(Choice.within(time, window.from(), window.to()).gateway(gatewayId));
        return window.approximate()
                ? rollup.byAndInAll(TestedUrl.Position.KEY, FiguresByUrl::url, choice)
                : raw.byAndInAll(TestedUrl.Position.KEY, FiguresByUrl::url, choice);
    }

    private static TestedUrl.Position url(ResultSet row, int number) throws SQLException {
        String key = row.getString("key");
        return key == null ? ALL : TestedUrl.Position.of(key);
    }
}
