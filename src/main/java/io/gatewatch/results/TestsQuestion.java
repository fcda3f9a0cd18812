package io.gatewatch.results;

import java.time.Instant;
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

    /** A place in the order of tests: newest first, ids downwards where two start together. */
    public record Position(Instant observedAt, String taskId) {}
}
