package io.gatewatch.results;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

    /** How long it took by Central's own clock; nothing where that is not said. */
    Duration length() {
        Instant start = result().startedAt();
        Instant end = result().endedAt();
        return start == null || end == null ? Duration.ZERO : Duration.between(start, end);
    }

    /** An end that is still to come is not believed, because it would keep the gauges of the test for ever. */
    Instant completedAt() {
        Instant endedAt = result().endedAt();
        Instant latest = test.storedAt().plus(BELIEVED_AHEAD);
        return endedAt == null || endedAt.isAfter(latest) ? observedAt() : endedAt;
    }

    /** Its slowest response; null where none has a time. */
    @Nullable
    Double slowestMillis() {
        return result().responses().stream()
                .map(ResponseSample::responseTimeMilliseconds)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
