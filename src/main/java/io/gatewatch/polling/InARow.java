package io.gatewatch.polling;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a task several times in a row; anything else in between starts the count anew, but for a pause,
 * which is no answer.
 *
 * @param troubles calls from which nothing was learned
 * @param notFounds answers that Central knows no such task
 * @param unreadables answers that could not be read, the first of them at {@code unreadableSince}
 */
record InARow(
        int troubles,
        int notFounds,
        int unreadables,
        @Nullable Instant unreadableSince) {

    static final InARow NONE = new InARow(0, 0, 0, null);

    InARow withTrouble() {
        return new InARow(troubles + 1, 0, 0, null);
    }

    InARow withNotFound() {
        return new InARow(0, notFounds + 1, 0, null);
    }

    InARow withUnreadable(Instant at) {
        return new InARow(0, 0, unreadables + 1, unreadables == 0 ? at : unreadableSince);
    }
}
