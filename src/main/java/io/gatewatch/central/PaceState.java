package io.gatewatch.central;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What all replicas share of the account's limit.
 *
 * @param nextCallAt the first moment that no one has taken yet
 * @param pausedUntil no call leaves before
 * @param pausesInARow pauses since the last answer that was none
 * @param day the UTC day of {@code callsToday}
 */
record PaceState(
        Instant nextCallAt,
        Instant pausedUntil,
        @Nullable String pauseReason,
        int pausesInARow,
        LocalDate day,
        long callsToday) {

    /** Moments are taken so far ahead at most; a replica that dies wastes no more. */
    static final Duration HORIZON = Duration.ofSeconds(1);

    record Grant(List<Instant> moments, PaceState after) {}

    /** Moments one period apart, so that no second holds more than the limit, however calls came before. */
    Grant take(int wanted, Instant now, double perSecond, long perDay) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        long spent = today.equals(day) ? callsToday : 0;
        if (pausedUntil.isAfter(now)) {
            return new Grant(List.of(), this);
        }
        long periodNanos = Math.max(1, (long) (1e9 / perSecond));
        Instant first = nextCallAt.isAfter(now) ? nextCallAt : now;
        long within = 1 + Duration.between(first, now.plus(HORIZON)).toNanos() / periodNanos;
        long left = perDay == 0 ? Long.MAX_VALUE : Math.max(0, perDay - spent);
        int granted = (int) Math.max(0, Math.min(wanted, Math.min(within, left)));
        List<Instant> moments = IntStream.range(0, granted)
                .mapToObj(i -> first.plusNanos(i * periodNanos))
                .toList();
        Instant next = granted == 0 ? nextCallAt : first.plusNanos(granted * periodNanos);
        return new Grant(moments, new PaceState(next, pausedUntil, pauseReason, pausesInARow, today, spent + granted));
    }

    PaceState pausedUntil(Instant until, String why) {
        Instant later = until.isAfter(pausedUntil) ? until : pausedUntil;
        return new PaceState(nextCallAt, later, why, pausesInARow + 1, day, callsToday);
    }
}
