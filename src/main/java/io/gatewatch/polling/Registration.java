package io.gatewatch.polling;

import io.gatewatch.central.TestAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task handed in, with what the one who started the test knows of it.
 *
 * @param startTime when Central said it started
 * @param count how many requests the gateway makes
 * @param interval seconds between them
 */
public record Registration(
        TestAddress address,
        @Nullable String url,
        @Nullable Instant startTime,
        @Nullable Integer count,
        @Nullable Integer interval) {

    /** What became of it. */
    public enum Status {
        CREATED,
        EXISTS,
        /** The id is known for another gateway or protocol. */
        CONFLICT
    }

    /** The status, and the task that is there now. */
    public record Answer(Status status, Task task) {}
}
