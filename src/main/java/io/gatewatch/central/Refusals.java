package io.gatewatch.central;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How often in a row Central refused our credentials, and for how long nothing is called therefore. */
class Refusals {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final int LONGEST_DOUBLING = 4;

    private final Pace pace;
    private final Clock clock;
    private int inARow;

    Refusals(Pace pace, Clock clock) {
        this.pace = pace;
        this.clock = clock;
    }

    synchronized void over() {
        inARow = 0;
    }

    /** The refusals of one burst are one, told apart by when their calls left. */
    synchronized Instant pausedUntil(Instant asked) {
        if (!asked.isBefore(pace.pausedUntil())) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(inARow++, LONGEST_DOUBLING));
            pace.hold(clock.instant().plus(pause));
        }
        return pace.pausedUntil();
    }
}
