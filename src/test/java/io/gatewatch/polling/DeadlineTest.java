package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.ScriptedAnswer;
import io.gatewatch.simulator.VendorError;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A task expires by an answer past its deadline, and by nothing else. */
class DeadlineTest extends Rounds {

    private static final Duration LONG_AFTER = Duration.ofHours(3);

    @Test
    void aRunningTestIsAwaitedUntilTheDeadline() {
        String id = task(RUNNING);
        while (due(id).isBefore(deadline(id))) {
            askWhenDue(id);
            expectState(id, "pending");
        }
        assertThat(due(id)).isEqualTo(deadline(id));
    }

    @Test
    void itIsAskedOnceMoreAtTheDeadlineAndExpires() {
        String id = task(RUNNING);
        clock.set(deadline(id));
        round.step(10);
        expectState(id, "expired");
        clock.advance(LONG_AFTER);
        assertThat(round.step(10)).isZero();
        assertThat(whenAsked(id)).hasSize(1);
    }

    @Test
    void aResultInThatLastAnswerIsStored() {
        String id = task(RUNNING, completed());
        askWhenDue(id);
        clock.set(deadline(id).plus(LONG_AFTER));
        round.step(10);
        expectState(id, "finished");
    }

    @Test
    void anUnknownStatusIsStillPending() {
        String id = task(ScriptedAnswer.json(200, "{\"status\": \"PAUSED\", \"progressPercent\": 100}"));
        askWhenDue(id);
        expectState(id, "pending");
        get("/api/v1/tasks/" + id).expectBody().jsonPath("$.lastStatus").isEqualTo("PAUSED");
    }

    @Test
    void hintsOfAVeryLongTestDoNotPutTheFirstAskBehindTheDeadline() {
        String id = UUID.randomUUID().toString();
        post("/api/v1/tasks", Map.of("serialNumber", GATEWAY, "taskId", id, "count", 100, "interval", 100));
        assertThat(due(id)).isEqualTo(deadline(id));
    }

    static Stream<Arguments> answersThatTeachNothing() {
        return Stream.of(
                Arguments.of("a 429", VendorError.TOO_MANY_REQUESTS.in("v1alpha1")),
                Arguments.of("a 403", ScriptedAnswer.json(403, "{\"errorCode\": \"HPE_GL_ERROR_FORBIDDEN\"}")),
                Arguments.of("a 401 again and again", VendorError.UNAUTHORIZED.in("v1alpha1")),
                Arguments.of("a 500", VendorError.INTERNAL_SERVER_ERROR.in("v1alpha1")),
                Arguments.of("a 503 of a proxy", ScriptedAnswer.text(503, "no healthy upstream")),
                Arguments.of("a route 404", ScriptedAnswer.routeNotFound()),
                Arguments.of("a 404 of a proxy", ScriptedAnswer.text(404, "not here")),
                Arguments.of("a reset connection", ScriptedAnswer.reset()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersThatTeachNothing")
    void whatTeachesNothingEndsNothingHoweverLate(String name, ScriptedAnswer answer) {
        String id = task(completed());
        central.failCalls(answer);
        clock.set(deadline(id).plus(LONG_AFTER));
        for (int i = 0; i < 6; i++) {
            askWhenDue(id);
            expectState(id, "pending");
        }
        central.mendCalls();
        clock.advance(Duration.ofMinutes(10));
        round.step(10);
        expectState(id, "finished");
    }

    @Test
    void whileNoTokenIsToBeHadNothingEnds() {
        String id = task(completed());
        central.revokeTokens();
        clock.advance(LONG_AFTER);
        central.failTokenCalls(503);
        askWhenDue(id);
        askWhenDue(id);
        expectState(id, "pending");
        central.failTokenCalls(0);
        clock.advance(Duration.ofMinutes(10));
        round.step(10);
        round.step(10);
        expectState(id, "finished");
    }

    @Test
    void callsThatWereRefusedForTheLimitAreNoAttempts() {
        String id = task(completed());
        central.failCalls(VendorError.TOO_MANY_REQUESTS.in("v1alpha1"));
        askWhenDue(id);
        assertThat(polls(id)).isZero();
    }

    @Test
    void aRetryStartsTheDeadlineAnew() {
        String id = task(RUNNING);
        clock.set(deadline(id));
        round.step(10);
        post("/api/v1/tasks/" + id + "/retry", "").expectStatus().isAccepted();
        clock.advance(DEADLINE.minusSeconds(1));
        round.step(10);
        expectState(id, "pending");
        clock.advance(Duration.ofSeconds(1));
        round.step(10);
        expectState(id, "expired");
    }
}
