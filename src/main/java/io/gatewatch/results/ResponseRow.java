package io.gatewatch.results;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One response of a test as it lies in its table. */
@Entity
@Table(name = "response_sample")
@IdClass(ResponseRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ResponseRow {

    record Key(Long gatewayId, Instant observedAt, String taskId, Integer position) {}

    @Id
    Long gatewayId;

    @Id
    Instant observedAt;

    @Id
    String taskId;

    @Id
    Integer position;

    @Nullable
    Long responseNumber;

    @Nullable
    Long responseBytes;

    @Column(name = "response_time_millis")
    @Nullable
    Double responseTime;

    @Nullable
    String downloadRate;

    @Nullable
    Double downloadRateBytesPerSecond;

    @Nullable
    String responseCode;

    @Nullable
    Integer statusCode;

    @Nullable
    String reason;

    ResponseSample sample() {
        return new ResponseSample(
                responseNumber,
                responseBytes,
                responseTime,
                downloadRate,
                downloadRateBytesPerSecond,
                responseCode,
                statusCode,
                reason);
    }
}
