package io.gatewatch.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** So many calls within any second and no more. */
final class RateLimit {

    private final Deque<Instant> admitted = new ArrayDeque<>();
    private int perSecond;
    private RetryHint hint = RetryHint.NONE;
    private Duration wait = Duration.ofSeconds(1);

    synchronized void limit(int perSecond) {
        this.perSecond = perSecond;
        admitted.clear();
    }

    synchronized void hint(RetryHint hint, Duration wait) {
        this.hint = hint;
        this.wait = wait;
    }

    synchronized boolean admits(Instant now) {
        if (perSecond == 0) {
            return true;
        }
        admitted.removeIf(earlier -> !earlier.isAfter(now.minusSeconds(1)));
        return admitted.size() < perSecond && admitted.add(now);
    }

    synchronized Map<String, String> hint(Instant now) {
        return hint.headers(now, wait);
    }
}
