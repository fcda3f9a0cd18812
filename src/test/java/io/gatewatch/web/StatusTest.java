package io.gatewatch.web;

import io.gatewatch.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How the service is doing, for those who watch it. */
class StatusTest extends World {

    @Test
    void aQuietServiceHasNothingToTell() {
        get("/api/v1/status").expectStatus().isOk().expectBody().json("""
                        {
                          "pace": {"limitPerSecond": 1000000, "perSecond": 1000000, "remainingThisSecond": 1000000,
                                   "limitPerDay": 0, "pausedUntil": null, "pauseReason": null},
                          "day": null, "pending": 0, "oldestPendingAt": null, "lagSeconds": null, "replica": null
                        }
                        """);
    }

    @Test
    void itTellsWhatWaitsAndSinceWhen() {
        register("one");
        clock.advance(Duration.ofSeconds(9));
        register("two");
        get("/api/v1/status")
                .expectBody()
                .jsonPath("$.pending")
                .isEqualTo(2)
                .jsonPath("$.oldestPendingAt")
                .isEqualTo(NOON.toString());
    }

    @Test
    void itIsNotForStrangers() {
        http.get().uri("/api/v1/status").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void itHasTheseFieldsAndNoOthers() {
        get("/api/v1/status")
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(7)
                .jsonPath("$.lastErrors")
                .exists()
                .jsonPath("$.pace.length()")
                .isEqualTo(7);
    }
}
