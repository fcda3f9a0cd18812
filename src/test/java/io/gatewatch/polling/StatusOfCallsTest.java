package io.gatewatch.polling;

import io.gatewatch.simulator.ScriptedAnswer;
import io.gatewatch.simulator.VendorError;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The status after calls that went well and calls that did not. */
class StatusOfCallsTest extends Rounds {

    @Test
    void itTellsThePauseAndItsReason() {
        central.failCalls(VendorError.TOO_MANY_REQUESTS.in("v1alpha1").with("Retry-After", "7"));
        askWhenDue(task(completed()));
        Instant now = clock.instant();
        get("/api/v1/status").expectBody().json("""
                        {
                          "pace": {"limitPerSecond": 1000000, "perSecond": 500000, "pausedUntil": "%s",
                                   "pauseReason": "Central says that the account's call limit is reached (429)"},
                          "lastErrors": {"rate_limited": {"at": "%s",
                                   "message": "Central says that the account's call limit is reached (429)"}}
                        }
                        """.formatted(now.plusSeconds(7), now));
        clock.advance(Duration.ofSeconds(7));
        get("/api/v1/status").expectBody().jsonPath("$.pace.pausedUntil").isEqualTo(null);
    }

    @Test
    void itTellsTheLastErrorOfEachKind() {
        askWhenDue(task(ScriptedAnswer.text(503, "no healthy upstream")));
        askWhenDue(task(TASK_NOT_FOUND));
        askWhenDue(task(NO_JSON));
        String now = clock.instant().toString();
        get("/api/v1/status")
                .expectBody()
                .jsonPath("$.lastErrors.unreadable.at")
                .isEqualTo(now)
                .jsonPath("$.lastErrors.not_found.message")
                .exists()
                .jsonPath("$.lastErrors.server_error.message")
                .isEqualTo("Central answered 503 (no healthy upstream)");
    }

    @Test
    void itTellsHowLongAfterTheirEndTestsAreStored() {
        String end = clock.instant().plusMillis(500).toString();
        askWhenDue(task(ScriptedAnswer.json(
                200,
                wire("completed.json")
                        .replace(
                                "2025-05-20T14:06:28.690974183Z",
                                clock.instant().toString())
                        .replace("2025-05-20T14:06:31.154766496Z", end))));
        get("/api/v1/status").expectBody().jsonPath("$.lagSeconds").isEqualTo(2.5);
    }
}
