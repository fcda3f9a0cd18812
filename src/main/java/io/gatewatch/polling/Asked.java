package io.gatewatch.polling;

import io.gatewatch.central.Answer;
import java.time.Instant;

/**
 * A leased task and what Central said of it.
 *
 * @param at when it was asked
 */
record Asked(LeasedTask task, Answer answer, Instant at) {

    private static final long ROW = 100;

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

    /** About how much memory the answer takes until it is written down, in bytes. */
    long size() {
        if (answer instanceof Answer.Finished finished) {
            return finished.result().document().length()
                    + ROW * finished.result().responses().size();
        }
        if (answer instanceof Answer.StillRunning running) {
            return running.document().length();
        }
        return answer instanceof Answer.Unreadable unreadable
                ? unreadable.text().length()
                : 0;
    }
}
