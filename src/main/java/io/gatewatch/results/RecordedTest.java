package io.gatewatch.results;

import java.time.Instant;

/** A finished test whose target is known by its ids. */
record RecordedTest(FinishedTest test, Url url, Tally.Target target) {

    HttpTestResult result() {
        return test.result();
    }

    Instant observedAt() {
        return test.observedAt();
    }
}
