package io.gatewatch.results;

import java.time.Duration;
import java.time.Instant;

/** A finished test whose target is known by its ids. */
record RecordedTest(FinishedTest test, Url url, Tally.Target target) {

    static final Duration BELIEVED_AHEAD = Duration.ofHours(1);

    HttpTestResult result() {
        return test.result();
    }

    Instant observedAt() {
        return test.observedAt();
    }

    /** A test that starts much later than it is stored has a wrong clock and is nobody's newest. */
    boolean hasBelievableStart() {
        return !observedAt().isAfter(test.storedAt().plus(BELIEVED_AHEAD));
    }
}
