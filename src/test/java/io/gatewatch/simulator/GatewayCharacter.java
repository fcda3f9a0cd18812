package io.gatewatch.simulator;

import java.time.Instant;
import java.util.Random;

/** How a simulated gateway's way to the internet behaves. */
public enum GatewayCharacter {
    HEALTHY(130, 0.3, 0, false),
    SLOW(900, 0.5, 0.01, false),
    LOSING_ANSWERS(280, 0.6, 0.25, false),
    DOWN_AT_TIMES(200, 0.4, 0.02, true);

    private static final long DOWNTIME_SECONDS = 300;
    private static final long ONE_DOWNTIME_IN = 6;

    private final double medianMilliseconds;
    private final double spread;
    private final double loss;
    private final boolean hasDowntimes;

    GatewayCharacter(double medianMilliseconds, double spread, double loss, boolean hasDowntimes) {
        this.medianMilliseconds = medianMilliseconds;
        this.spread = spread;
        this.loss = loss;
        this.hasDowntimes = hasDowntimes;
    }

    /** Five minutes of every thirty for the one that has downtimes. */
    public boolean isDown(Instant at) {
        return hasDowntimes && at.getEpochSecond() / DOWNTIME_SECONDS % ONE_DOWNTIME_IN == 0;
    }

    boolean loses(Random random) {
        return random.nextDouble() < loss;
    }

    boolean refuses(Random random) {
        return random.nextDouble() < loss / 4;
    }

    // Log-normal, as answer times of real networks roughly are: many near the median and a long tail.
    int latencyMilliseconds(Random random) {
        return (int) Math.max(1, Math.round(medianMilliseconds * Math.exp(spread * random.nextGaussian())));
    }
}
