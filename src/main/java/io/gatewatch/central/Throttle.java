package io.gatewatch.central;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of the limit is used: halved when Central says that it was too much, and grown again bit by bit, because other
 * programs spend from the same account.
 *
 * @param share of the limit, at the moment {@code since}
 * @param told the limit a second that Central says the account has, where it is lower than ours
 */
record Throttle(double share, Instant since, @Nullable Double told) {

    static final Throttle OPEN = new Throttle(1, Instant.EPOCH, null);

    private static final double LEAST = 0.1;
    private static final double GROWS_A_SECOND = 0.05;

    /** Calls a second to make now. */
    double perSecond(double limit, Instant now) {
        double known = told == null ? limit : Math.min(limit, told);
        return known * shareAt(now);
    }

    /** Half as much, from the end of the pause on. */
    Throttle halved(Instant now, Instant from) {
        return new Throttle(Math.max(LEAST, shareAt(now) / 2), from, told);
    }

    /** As much as now, and no more before this end of a pause. */
    Throttle heldUntil(Instant now, Instant end) {
        return new Throttle(shareAt(now), end, told);
    }

    Throttle withTold(@Nullable Double limit) {
        return new Throttle(share, since, limit);
    }

    private double shareAt(Instant now) {
        if (share >= 1 || now.isBefore(since)) {
            return share;
        }
        double seconds = Duration.between(since, now).toMillis() / 1000.0;
        return Math.min(1, share + GROWS_A_SECOND * seconds);
    }
}
