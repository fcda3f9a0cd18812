package io.gatewatch.results;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's figures of a window beside those of the same window a day and a week before.
 *
 * @param all of all its tests
 * @param urls by url and protocol, whatever was tested in any of the windows; in the order of their texts
 * @param leftOut how many more urls there are
 */
public record Baseline(
        String serialNumber,
        Window now,
        Window dayBefore,
        Window weekBefore,
        Comparison all,
        List<OfUrl> urls,
        long leftOut) {

    /**
     * What the figures are of.
     *
     * @param from inclusive; at the hour where rows are gone
     * @param to exclusive
     * @param approximate whether percentiles may be 5 % off, as they come from hourly figures
     */
    public record Window(Instant from, Instant to, boolean approximate) {}

    /** The three windows side by side. */
    public record Comparison(
            Figures now, Figures dayBefore, Figures weekBefore, Change sinceDayBefore, Change sinceWeekBefore) {

        static Comparison of(Figures now, Figures dayBefore, Figures weekBefore) {
            return new Comparison(
                    now, dayBefore, weekBefore, Change.between(dayBefore, now), Change.between(weekBefore, now));
        }
    }

    /** The comparison of one url. */
    public record OfUrl(
            String url, Protocol protocol, @JsonUnwrapped Comparison comparison) {}

    /**
     * What has become of the figures; above 0 is more than before. Null where one side is unknown.
     *
     * @param successRatePoints percentage points
     * @param p95Milliseconds of the 95th percentile of response times
     * @param p95Percent the same, of what it was; null as well where it was 0
     */
    public record Change(
            @Nullable Double successRatePoints,
            @Nullable Double p95Milliseconds,
            @Nullable Double p95Percent) {

        static Change between(Figures before, Figures now) {
            Double was = before.latencyMilliseconds().p95();
            Double is = now.latencyMilliseconds().p95();
            Double more = difference(was, is);
            return new Change(
                    difference(before.successRatePercent(), now.successRatePercent()),
                    more,
                    more == null || was == null || was == 0 ? null : more * 100 / was);
        }

        private static @Nullable Double difference(@Nullable Double before, @Nullable Double now) {
            return before == null || now == null ? null : now - before;
        }
    }
}
