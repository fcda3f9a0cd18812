package io.gatewatch.central;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a UTC day's calls, against what the tasks will likely need.
 *
 * @param limit calls a day; 0 is no budget
 * @param remaining of them
 * @param forecast calls that the rest of the day will need if it goes on as in the last hour
 * @param resetsAt the next midnight
 * @param runsOutAt when the last call will be spent if it goes on so; null when they last
 */
public record DayPlan(
        long limit,
        long remaining,
        long forecast,
        Instant resetsAt,
        @Nullable Instant runsOutAt) {

    /** Waits so long past its likely end is any task asked for when calls are short: a call before the end is lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final double TIGHT = 0.9;

    static DayPlan of(long limit, long spent, Demand demand, Instant now) {
        Instant midnight = LocalDate.ofInstant(now, ZoneOffset.UTC)
                .plusDays(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        long remaining = Math.max(0, limit - spent);
        double perSecond = demand.perHour() * demand.callsPerTest() / 3600;
        double owed = demand.pending() * demand.callsPerTest();
        double seconds = Duration.between(now, midnight).toMillis() / 1000.0;
        long forecast = (long) Math.ceil(owed + perSecond * seconds);
        boolean lasts = limit == 0 || forecast <= remaining;
        return new DayPlan(
                limit, remaining, forecast, midnight, lasts ? null : runsOut(now, remaining - owed, perSecond));
    }

    /** Of a day without a budget. */
    public static DayPlan unlimited(Instant now) {
        return of(0, 0, Demand.NONE, now);
    }

    private static Instant runsOut(Instant now, double beyondOwed, double perSecond) {
        return beyondOwed <= 0 ? now : now.plusMillis((long) (beyondOwed / perSecond * 1000));
    }

    /** Whether calls will be missing before midnight; no getter, as the status shows those. */
    public boolean fallsShort() {
        return runsOutAt != null;
    }

    /** Whether calls are missing, or nearly. */
    public boolean nearlyFallsShort() {
        return limit > 0 && forecast > remaining * TIGHT;
    }

    /** How much longer than usual a task waits for its ask, so that it is the only one. */
    public Duration patience() {
        return fallsShort() ? PATIENCE : Duration.ZERO;
    }
}
