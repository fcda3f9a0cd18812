package io.gatewatch.polling;

import io.gatewatch.results.Protocol;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task as people see it.
 *
 * @param url what the one who registered it said it tests
 * @param nextPollAt when it is asked about next; null when it has ended
 * @param polls how often Central was asked about it; calls refused for the limit do not count
 * @param lastStatus Central's word of the last answer
 * @param lastError what went wrong last, also while it is still pending
 * @param settledAt when it ended
 * @param unreadableBody the beginning of the last answer that could not be read
 */
public record Task(
        String taskId,
        String serialNumber,
        Protocol protocol,
        @Nullable String url,
        TaskState state,
        Instant registeredAt,
        @Nullable Instant nextPollAt,
        int polls,
        @Nullable Integer progressPercent,
        @Nullable String lastStatus,
        @Nullable String lastError,
        @Nullable Instant settledAt,
        @Nullable String unreadableBody) {

    /**
     * A task with what Central said of it last.
     *
     * @param document the last document of a pending task, or the body with which Central rejected it
     * @param observedAt where its test lies, when it is finished
     */
    public record Kept(
            Task task,
            long gatewayId,
            @Nullable String document,
            @Nullable Instant observedAt) {}
}
