package io.gatewatch.central;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The account's calls as all replicas share them.
 *
 * @param limitPerSecond as it is set
 * @param perSecond at which calls leave now; lower after a 429 or where Central says a lower limit
 * @param remainingThisSecond calls that nobody has taken yet
 * @param limitPerDay as it is set; 0 is no budget
 * @param remainingToday of them
 * @param pausedUntil null when calls are not paused
 * @param pauseReason why they are
 */
public record PaceStatus(
        double limitPerSecond,
        double perSecond,
        double remainingThisSecond,
        long limitPerDay,
        long remainingToday,
        @Nullable Instant pausedUntil,
        @Nullable String pauseReason) {}
