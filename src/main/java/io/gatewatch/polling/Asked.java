package io.gatewatch.polling;

import io.gatewatch.central.Answer;
import java.time.Instant;

/**
 * A leased task and what Central said of it.
 *
 * @param at when it was asked
 */
record Asked(LeasedTask task, Answer answer, Instant at) {

    /** Whether the answer shows that Central and the way to it work. */
    boolean isReadable() {
        return answer instanceof Answer.StillRunning
                || answer instanceof Answer.Finished
                || answer instanceof Answer.NotFound
                || answer instanceof Answer.Rejected;
    }

    boolean isUnreadable() {
        return answer instanceof Answer.Unreadable;
    }
}
