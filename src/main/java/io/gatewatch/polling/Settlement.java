package io.gatewatch.polling;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a leased task after its answer.
 *
 * @param dueAt when it is asked about again, where it is still pending
 * @param asked whether Central was asked about it; a pause is no attempt
 * @param settledAt null while it is pending
 * @param observedAt where its test lies, when it is finished
 */
record Settlement(
        LeasedTask task,
        TaskState state,
        Instant dueAt,
        boolean asked,
        InARow inARow,
        Heard heard,
        @Nullable Instant settledAt,
        @Nullable Instant observedAt) {

    static Settlement pending(LeasedTask task, Instant dueAt, boolean asked, InARow inARow, Heard heard) {
        return new Settlement(task, TaskState.PENDING, dueAt, asked, inARow, heard, null, null);
    }

    static Settlement ended(LeasedTask task, TaskState state, InARow inARow, Heard heard, Instant at) {
        return new Settlement(task, state, at, true, inARow, heard, at, null);
    }

    Settlement withTestAt(Instant observedAt) {
        return new Settlement(task, state, dueAt, asked, inARow, heard, settledAt, observedAt);
    }

    /** An ended task keeps no words of Central's, but those that rejected it. */
    boolean forgetsDocument() {
        return state != TaskState.PENDING && state != TaskState.REJECTED;
    }
}
