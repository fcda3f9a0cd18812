package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The main job from end to end, on the vendor's own example. */
class JourneyTest extends World {

    private static final String TASK = "c7a3f2d1-e8a9-4b7c-8d1e-0f9a3b2c1d0e";
    private static final String FACADE =
            "/network-troubleshooting/v1alpha1/gateways/" + GATEWAY + "/http/async-operations/";

    @Autowired
    private Round round;

    @Test
    void aTestThatEndedAtCentralIsHistoryHereForGood() {
        aTestEndsAtCentral();
        itsTaskIsHandedIn();
        theRoundAsksForItOnceItIsLikelyDone();
        theTestIsReadBackWithEveryResponse();
        theHistoryCountsIt();
        programsMadeForCentralGetItsDocument();
        prometheusSeesIt();
    }

    private void aTestEndsAtCentral() {
        central.holdDocument(GATEWAY, TASK, wire("completed.json"));
    }

    private void itsTaskIsHandedIn() {
        String location = "/network-troubleshooting/v1alpha1/gateways/" + GATEWAY + "/http/async-operations/" + TASK;
        post("/api/v1/tasks", Map.of("location", location, "status", "INITIATED"))
                .expectStatus()
                .isCreated()
                .expectHeader()
                .location("/api/v1/tasks/" + TASK)
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("pending");
    }

    private void theRoundAsksForItOnceItIsLikelyDone() {
        assertThat(round.step(10)).isZero();
        clock.advance(Duration.ofSeconds(5));
        assertThat(round.step(10)).isEqualTo(1);
        get("/api/v1/tasks/" + TASK).expectBody().jsonPath("$.state").isEqualTo("finished");
    }

    private void theTestIsReadBackWithEveryResponse() {
        get("/api/v1/tests/" + TASK).expectBody().json("""
                        {
                          "taskId": "%s", "serialNumber": "%s", "protocol": "http", "url": "www.google.com",
                          "status": "COMPLETED", "outcome": "success", "startedAt": "2025-05-20T14:06:28.690974Z",
                          "successRatePercent": 100, "requestsSent": 5, "responsesReceived": 5,
                          "averageLatencyMilliseconds": 407, "failReason": null,
                          "responses": [
                            {"responseNumber": 1, "responseBytes": 19556, "responseTimeMilliseconds": 340,
                             "downloadRate": "57.52KB/sec", "downloadRateBytesPerSecond": 57520,
                             "responseCode": "200/OK", "statusCode": 200, "reason": "OK"},
                            {"responseNumber": 2}, {"responseNumber": 3}, {"responseNumber": 4}, {"responseNumber": 5}
                          ]
                        }
                        """.formatted(TASK, GATEWAY));
    }

    private void theHistoryCountsIt() {
        get("/api/v1/gateways/" + GATEWAY + "/history?from=2025-05-20T14:00:00Z&to=2025-05-20T15:00:00Z&step=PT15M")
                .expectBody()
                .json("""
                        {
                          "approximate": false,
                          "summary": {
                            "tests": 1, "successfulTests": 1, "successRatePercent": 100, "requestsSent": 5,
                            "responseBytes": 98263,
                            "latencyMilliseconds": {"min": 331, "average": 407.2, "max": 654, "p50": 349, "p95": 654}
                          },
                          "buckets": [
                            {"start": "2025-05-20T14:00:00Z", "tests": 1},
                            {"start": "2025-05-20T14:15:00Z", "tests": 0, "successRatePercent": null},
                            {"start": "2025-05-20T14:30:00Z", "tests": 0},
                            {"start": "2025-05-20T14:45:00Z", "tests": 0}
                          ]
                        }
                        """);
    }

    private void programsMadeForCentralGetItsDocument() {
        get(FACADE + TASK).expectStatus().isOk().expectBody().json(wire("completed.json"));
        get(FACADE + "unknown").expectStatus().isNotFound().expectBody().json("""
                        {"errorCode": "HPE_GRAVITY_TASK_NOT_FOUND",
                         "message": "Async operation task not found: unknown"}
                        """);
    }

    private void prometheusSeesIt() {
        String target = "protocol=\"http\",serial=\"" + GATEWAY + "\",url=\"www.google.com\"";
        assertThat(scrape())
                .contains("gateway_http_test_results_total{outcome=\"success\"," + target + "} 1.0")
                .contains("gateway_http_test_success_ratio_sum{" + target + "} 1.0")
                .contains("gateway_http_test_response_duration_seconds_bucket{" + target + ",le=\"0.5\"} 4")
                .doesNotContain(TASK);
    }
}
