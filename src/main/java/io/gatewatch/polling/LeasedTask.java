package io.gatewatch.polling;

import io.gatewatch.central.TestAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that this replica asks about now.
 *
 * @param likelyEndAt when it was likely done by the tests before it; null where there were none
 * @param dueAt since when it waited to be asked about
 * @param fence proves to the settle that no one leased it since
 */
record LeasedTask(
        TestAddress address,
        long gatewayId,
        @Nullable String urlHint,
        Instant registeredAt,
        Instant deadlineAt,
        @Nullable Instant likelyEndAt,
        Instant dueAt,
        long fence,
        InARow inARow) {

    String taskId() {
        return address.taskId();
    }
}
