package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Which days were added up, and may be taken instead of their hours: one stretch, days without a test included. */
@Component
class SummedDays {

    private final Watermarks watermarks;

    SummedDays(Watermarks watermarks) {
        this.watermarks = watermarks;
    }

    /** Those within a range, up to the first of which a part has to be told apart: a start lies in it, or a counted hour. */
    Interval within(Hours range, List<Instant> starts) {
        Interval whole = new Interval(dayFrom(range.from()), range.to().truncatedTo(DAYS));
        Instant end = Stream.concat(
                        starts.stream().filter(start -> !start.equals(dayFrom(start))), range.counted().stream())
                .filter(whole::contains)
                .min(Comparator.naturalOrder())
                .orElse(whole.to())
                .truncatedTo(DAYS);
        Interval uncut = new Interval(whole.from(), end);
        return uncut.isEmpty() ? Interval.NONE : uncut.and(watermarks.now().days());
    }

    private static Instant dayFrom(Instant instant) {
        Instant day = instant.truncatedTo(DAYS);
        return day.equals(instant) ? day : day.plus(1, DAYS);
    }
}
