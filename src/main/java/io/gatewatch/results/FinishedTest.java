package io.gatewatch.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A result together with whose it is, ready to be recorded.
 *
 * @param urlHint what the one who registered the task said it tests; counts where the document says nothing
 * @param storedAt when it is recorded, by the one clock
 */
public record FinishedTest(
        long gatewayId,
        String taskId,
        Protocol protocol,
        @Nullable String urlHint,
        HttpTestResult result,
        Instant storedAt) {

    /** Start, else end, else time of storing: what buckets, order and pages use; cut to microseconds, never rounded. */
    public Instant observedAt() {
        return Stream.of(result.startedAt(), result.endedAt(), storedAt)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow()
                .truncatedTo(ChronoUnit.MICROS);
    }

    @Nullable
    String url() {
        HttpTestResult.Output output = result.output();
        return output != null && output.url() != null ? output.url() : urlHint;
    }
}
