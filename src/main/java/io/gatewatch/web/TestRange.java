package io.gatewatch.web;

import io.gatewatch.results.TestsQuestion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all pages of a list of tests share, and where one of them ended.
 *
 * @param after the last test of the page before, or null for the first page
 */
record TestRange(Instant from, Instant to, TestsQuestion.@Nullable Position after) {

    /** The range of the cursor, else the one that is asked for, else the last day. */
    static TestRange of(@Nullable String fromText, @Nullable String toText, @Nullable String cursor, Clock clock) {
        TestRange page = Cursor.read(cursor, 4, TestRange::read);
        return page == null ? of(fromText, toText, clock) : page;
    }

    static TestRange of(@Nullable String fromText, @Nullable String toText, Clock clock) {
        Instant from = Params.instant("from", fromText);
        Instant to = Params.instant("to", toText);
        Instant end = to == null ? clock.instant() : to;
        Instant start = from == null ? end.minus(Duration.ofDays(1)) : from;
        if (!start.isBefore(end)) {
            throw new InvalidRequest("from", "must be before `to`, which is " + end);
        }
        return new TestRange(start, end, null);
    }

    /** For the page after this test. */
    String cursor(Instant observedAt, String taskId) {
        return Cursor.of(from, to, observedAt, taskId);
    }

    private static TestRange read(List<String> parts) {
        return new TestRange(
                Params.parseInstant(parts.get(0)),
                Params.parseInstant(parts.get(1)),
                new TestsQuestion.Position(Params.parseInstant(parts.get(2)), parts.get(3)));
    }
}
