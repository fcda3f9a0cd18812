package io.gatewatch.central;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What all replicas share of the account's limit.
 *
 * @param nextCallAt the first moment that no one has taken yet
 * @param pausedUntil no call leaves before
 * @param pausesInARow pauses since the last answer that was none
 * @param throttle how much of the limit is used now
 * @param day the UTC day of {@code callsToday}
 */
record PaceState(
        Instant nextCallAt,
        Instant pausedUntil,
        @Nullable String pauseReason,
        int pausesInARow,
        LocalDate day,
        long callsToday,
        Throttle throttle) {

    /** Moments are taken so far ahead at most; a replica that dies wastes no more. */
    static final Duration HORIZON = Duration.ofSeconds(1);

    /** Leaves some of the horizon for moments. */
    private static final Duration LONGEST_LEAD = Duration.ofMillis(750);

    private static final long NANOS_IN_A_MICRO = 1000;

    record Grant(List<Instant> moments, PaceState after) {}

    /**
     * Moments one period apart, so that no second holds more than the limit, however calls came before.
     *
     * @param lead how far ahead of now the first one is at least; more than 750 ms count as so many
     */
    Grant take(int wanted, Instant now, Duration lead, double perSecond, long perDay) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        long spent = spentOn(today);
        if (pausedUntil.isAfter(now)) {
            return new Grant(List.of(), this);
        }
        long periodNanos = Math.max(1, (long) Math.ceil(1e6 / throttle.perSecond(perSecond, now))) * NANOS_IN_A_MICRO;
        Instant first = later(first(now, Duration.ofNanos(periodNanos)), upToTheMicro(now.plus(atMost(lead))));
        long within =
                1 + Math.floorDiv(Duration.between(first, horizon(now, today)).toNanos(), periodNanos);
        long left = perDay == 0 ? Long.MAX_VALUE : Math.max(0, perDay - spent);
        int granted = (int) Math.max(0, Math.min(wanted, Math.min(within, left)));
        List<Instant> moments = IntStream.range(0, granted)
                .mapToObj(i -> first.plusNanos(i * periodNanos))
                .toList();
        Instant next = granted > 0 || nextCallAt.isAfter(first) ? first.plusNanos(granted * periodNanos) : nextCallAt;
        return new Grant(
                moments, new PaceState(next, pausedUntil, pauseReason, pausesInARow, today, spent + granted, throttle));
    }

    /** A moment further off than any of this pace is left over from a slower one, or from a clock that was ahead. */
    private Instant first(Instant now, Duration period) {
        Instant furthest = upToTheMicro(now.plus(HORIZON).plus(period));
        if (nextCallAt.isAfter(furthest)) {
            return furthest;
        }
        return nextCallAt.isAfter(now) ? nextCallAt : upToTheMicro(now);
    }

    private static Duration atMost(Duration lead) {
        return lead.compareTo(LONGEST_LEAD) < 0 ? lead : LONGEST_LEAD;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The row keeps no nanoseconds, and rounding down would bring the next call too near. */
    private static Instant upToTheMicro(Instant now) {
        return now.plusNanos(NANOS_IN_A_MICRO - 1).truncatedTo(ChronoUnit.MICROS);
    }

    /** No moment of tomorrow is paid from the budget of today. */
    private static Instant horizon(Instant now, LocalDate today) {
        Instant last =
                today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusNanos(1);
        Instant horizon = now.plus(HORIZON);
        return horizon.isBefore(last) ? horizon : last;
    }

    /** @param sameBurst whether this is still the pause that is there, only longer */
    PaceState pausedUntil(Instant until, String why, boolean sameBurst) {
        Instant later = until.isAfter(pausedUntil) ? until : pausedUntil;
        return new PaceState(nextCallAt, later, why, pausesInARow + (sameBurst ? 0 : 1), day, callsToday, throttle);
    }

    PaceState withThrottle(Throttle other) {
        return new PaceState(nextCallAt, pausedUntil, pauseReason, pausesInARow, day, callsToday, other);
    }

    long spentOn(LocalDate today) {
        return today.equals(day) ? callsToday : 0;
    }
}
