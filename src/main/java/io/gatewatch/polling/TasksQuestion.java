package io.gatewatch.polling;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are asked for, newest registered first; null asks for all.
 *
 * @param after the last task of the page before
 */
public record TasksQuestion(
        @Nullable TaskState state,
        @Nullable String serialNumber,
        @Nullable Position after) {

    /** A place in the order of tasks: newest registered first, ids upwards where two came together. */
    public record Position(Instant registeredAt, String taskId) {}
}
