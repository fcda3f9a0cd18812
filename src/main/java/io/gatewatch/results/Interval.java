package io.gatewatch.results;

import java.time.Instant;

/** A time from {@code from}, inclusive, to {@code to}, exclusive; empty where it does not begin before it ends. */
record Interval(Instant from, Instant to) {

    static final Interval NONE = new Interval(Instant.EPOCH, Instant.EPOCH);

    boolean isEmpty() {
        return !from.isBefore(to);
    }

    boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    /** What lies in both. */
    Interval and(Interval other) {
        Interval both =
                new Interval(from.isBefore(other.from) ? other.from : from, to.isBefore(other.to) ? to : other.to);
        return both.isEmpty() ? NONE : both;
    }
}
