package io.gatewatch.results;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How far a replica is behind, from what the primary had written when, and what the replica has replayed of it. Unlike the
 * replica's own time of its last transaction it stands still neither when nothing is written nor when the two lose touch.
 */
final class ReplicaLag {

    private static final int MOST = 1000;

    private final Deque<Written> awaited = new ArrayDeque<>();
    private BigDecimal newest = BigDecimal.ZERO;
    private BigDecimal last = BigDecimal.ZERO;
    private @Nullable BigDecimal ahead;

    /** So much was first seen written then. */
    private record Written(BigDecimal position, Instant at) {}

    /**
     * Of a replica that has been behind for very long, the oldest that it lacks is all that counts. A primary that has written
     * less than before was restored from a backup: what was awaited of it will not come.
     */
    void written(BigDecimal position, Instant at) {
        if (position.compareTo(last) < 0) {
            awaited.clear();
            newest = BigDecimal.ZERO;
        }
        last = position;
        if (position.compareTo(newest) > 0 && awaited.size() < MOST) {
            awaited.addLast(new Written(position, at));
            newest = position;
        }
    }

    /**
     * Whether a replica that had replayed this before the primary said what it has written has more than that: then it follows
     * the primary as it was before a restore. It is not believed until it moves, as one that was made anew does.
     */
    boolean isAhead(BigDecimal replayed) {
        if (replayed.compareTo(last) > 0) {
            ahead = replayed;
        } else if (ahead != null && ahead.compareTo(replayed) != 0) {
            ahead = null;
        }
        return ahead != null;
    }

    /** The age of the oldest that is not replayed, none when all is. */
    Duration behind(BigDecimal replayed, Instant now) {
        while (!awaited.isEmpty() && awaited.peekFirst().position.compareTo(replayed) <= 0) {
            awaited.removeFirst();
        }
        return awaited.isEmpty() ? Duration.ZERO : Duration.between(awaited.peekFirst().at, now);
    }
}
