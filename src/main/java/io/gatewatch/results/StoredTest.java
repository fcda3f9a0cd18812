package io.gatewatch.results;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A finished test as it is read back: what Central reported and what was derived from it when it was stored. */
public record StoredTest(
        String taskId,
        String serialNumber,
        Protocol protocol,
        @Nullable String url,
        String status,
        Outcome outcome,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant observedAt,
        @Nullable Double successRatePercent,
        @Nullable Long requestsSent,
        @Nullable Long responsesReceived,
        @Nullable Double minimumLatencyMilliseconds,
        @Nullable Double averageLatencyMilliseconds,
        @Nullable Double maximumLatencyMilliseconds,
        @Nullable String failReason) {

    /** The same with the device's own text and every response in the order sent. */
    public record Whole(
            @JsonUnwrapped StoredTest test, @Nullable String rawOutput, List<ResponseSample> responses) {}
}
