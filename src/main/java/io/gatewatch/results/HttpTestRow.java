package io.gatewatch.results;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A finished test as it lies in its table, without the two large texts that only one reader at a time asks for. */
@Entity
@Table(name = "http_test")
@IdClass(HttpTestRow.Key.class)
@SuppressWarnings("NullAway.Init")
class HttpTestRow {

    record Key(Long gatewayId, Instant observedAt, String taskId) {}

    @Id
    @Column(name = "gateway_id")
    Long gatewayId;

    @Id
    Instant observedAt;

    @Id
    String taskId;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "gateway_id", insertable = false, updatable = false)
    GatewayRow gateway;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "url_id", insertable = false, updatable = false)
    UrlRow url;

    @Nullable
    String urlAsSent;

    String protocol;
    String status;
    String outcome;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant endedAt;

    @Nullable
    Double successRatePercent;

    @Nullable
    Long requestsSent;

    @Nullable
    Long responsesReceived;

    @Column(name = "latency_minimum_millis")
    @Nullable
    Double minimumLatency;

    @Column(name = "latency_average_millis")
    @Nullable
    Double averageLatency;

    @Column(name = "latency_maximum_millis")
    @Nullable
    Double maximumLatency;

    @Nullable
    String failReason;

    StoredTest stored() {
        return new StoredTest(
                taskId,
                gateway.serialNumber,
                Protocol.of(protocol).orElseThrow(),
                url(),
                status,
                Outcome.of(outcome).orElseThrow(),
                startedAt,
                endedAt,
                observedAt,
                successRatePercent,
                requestsSent,
                responsesReceived,
                minimumLatency,
                averageLatency,
                maximumLatency,
                failReason);
    }

    private @Nullable String url() {
        if (urlAsSent != null) {
            return urlAsSent;
        }
        return url.id == 0 ? null : url.text;
    }
}
