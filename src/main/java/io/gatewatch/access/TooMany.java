package io.gatewatch.access;

import java.time.Duration;

/** A client that tried or called too often, and is to come back later. */
public class TooMany extends RuntimeException {

    private final Duration wait;

    TooMany(String message, Duration wait) {
        super(message);
        this.wait = wait;
    }

    /** How long to wait, in whole seconds and at least one. */
    public long retryAfterSeconds() {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
