package io.gatewatch.central;

import io.gatewatch.results.HttpTestResult;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of asking Central for a test; every foreseen outcome is a value. Texts hold no NUL and no lone surrogate. */
public sealed interface Answer {

    /**
     * The test goes on.
     *
     * @param status Central's word for it, also one that is not published
     * @param document the whole answer
     */
    record StillRunning(
            String status,
            @Nullable Integer progressPercent,
            @Nullable Instant startedAt,
            String document) implements Answer {}

    /**
     * The test has ended, well or not.
     *
     * @param ahead by how much Central's clock is ahead of ours, zero where that is not worth saying
     */
    record Finished(HttpTestResult result, Duration ahead) implements Answer {}

    /** Central knows no such task: forgotten, never there, or not there yet. */
    record NotFound(String message) implements Answer {}

    /**
     * Central calls the request bad and always will.
     *
     * @param body its words
     */
    record Rejected(String message, String body) implements Answer {}

    /**
     * An answer that is no document we understand, was cut, or is too large.
     *
     * @param text what came of it, at most 64 KB
     */
    record Unreadable(String why, String text) implements Answer {}

    /** No call can be made, or none would help: all wait until then, and it is not the task's fault. */
    record Paused(Instant until, String why) implements Answer {}

    /** No call was made, because its moment had passed; another moment is to be taken. */
    record Missed() implements Answer {}

    /** The token was refused and a new one will be had: ask again at once. */
    record TokenExpired() implements Answer {}

    /** Nothing was learned of the task: Central or the way to it is in trouble, or the address is wrong. */
    record Unavailable(String why) implements Answer {}
}
