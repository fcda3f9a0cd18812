package io.gatewatch.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which finished tests of a gateway are asked for, newest first.
 *
 * @param from inclusive
 * @param to exclusive
 * @param url as keys have it, {@code unknown} for those without
 * @param after the last test of the page before, or null for the first page
 */
public record TestsQuestion(
        String serialNumber,
        Instant from,
        Instant to,
        @Nullable Outcome outcome,
        @Nullable String url,
        @Nullable Protocol protocol,
        @Nullable Position after) {

    /** Cut to microseconds as all stored times are, so that a test's own start, asked for, finds it. */
    public TestsQuestion {
        from = from.truncatedTo(ChronoUnit.MICROS);
        to = to.truncatedTo(ChronoUnit.MICROS);
    }

    /** The same question for what comes after this test. */
    public TestsQuestion after(StoredTest last) {
        Position position = new Position(last.observedAt(), last.taskId());
        return new TestsQuestion(serialNumber, from, to, outcome, url, protocol, position);
    }

    /** A place in the order of tests: newest first, ids downwards where two start together. */
    public record Position(Instant observedAt, String taskId) {}
}
