package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.ScriptedAnswer;
import io.gatewatch.simulator.VendorError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How tasks end without a result: by which answers, how many of them, and over what time. */
class EndingTest extends Rounds {

    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Duration SURE_AFTER = Duration.ofSeconds(30);

    @Test
    void aTaskThatCentralDoesNotKnowIsAskedAboutForTheWholeGrace() {
        String id = task(TASK_NOT_FOUND);
        while (state(id).equals("pending")) {
            askWhenDue(id);
        }
        expectState(id, "notFound");
        assertThat(whenAsked(id)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(clock.instant())
                .isBetween(registeredAt(id).plus(GRACE), registeredAt(id).plusSeconds(90));
    }

    @Test
    void threeAnswersMustSayNotFoundEvenWhenTheGraceIsOver() {
        String id = task(TASK_NOT_FOUND);
        clock.advance(GRACE.multipliedBy(3));
        askWhenDue(id);
        askWhenDue(id);
        expectState(id, "pending");
        askWhenDue(id);
        expectState(id, "notFound");
    }

    @Test
    void anotherAnswerInBetweenStartsTheCountAnew() {
        for (ScriptedAnswer other : List.of(RUNNING, NO_JSON, VendorError.INTERNAL_SERVER_ERROR.in("v1"))) {
            String id = task(TASK_NOT_FOUND, TASK_NOT_FOUND, other, TASK_NOT_FOUND);
            clock.advance(GRACE.multipliedBy(3));
            for (int i = 0; i < 5; i++) {
                askWhenDue(id);
                expectState(id, "pending");
            }
            askWhenDue(id);
            expectState(id, "notFound");
        }
    }

    @Test
    void aPauseInBetweenIsNoAnswer() {
        String id = task(TASK_NOT_FOUND);
        clock.advance(GRACE.multipliedBy(3));
        askWhenDue(id);
        askWhenDue(id);
        central.failCalls(VendorError.TOO_MANY_REQUESTS.in("v1alpha1"));
        askWhenDue(id);
        central.mendCalls();
        askWhenDue(id);
        expectState(id, "notFound");
    }

    @Test
    void aTaskThatIsNotThereYetIsFoundLater() {
        String id = task(TASK_NOT_FOUND, TASK_NOT_FOUND, completed());
        askWhenDue(id);
        askWhenDue(id);
        askWhenDue(id);
        expectState(id, "finished");
    }

    @Test
    void whatCentralRejectsEndsAtOnceAndKeepsItsWords() {
        String id = task(VendorError.BAD_REQUEST.in("v1alpha1"));
        askWhenDue(id);
        expectState(id, "rejected");
        get("/network-troubleshooting/v1alpha1/gateways/" + GATEWAY + "/http/async-operations/" + id)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errorCode")
                .isEqualTo("HPE_GRAVITY_BAD_REQUEST");
    }

    @Test
    void anExpiredTokenThatComesAs400RejectsNothing() {
        String id = task(ScriptedAnswer.json(400, "{\"errorCode\": \"HPE_GL_IAM_EXPIRED_TOKEN\"}"), completed());
        askWhenDue(id);
        expectState(id, "pending");
        askWhenDue(id);
        expectState(id, "finished");
    }

    @Test
    void whatCannotBeReadEndsAfterThreeAnswersOverHalfAMinuteWithGrowingPauses() {
        String id = task(NO_JSON);
        while (state(id).equals("pending")) {
            other();
            askWhenDue(id);
        }
        List<Instant> asked = whenAsked(id);
        expectState(id, "unreadable");
        assertThat(asked).hasSizeGreaterThanOrEqualTo(3);
        assertThat(Duration.between(asked.get(0), asked.get(asked.size() - 1))).isGreaterThanOrEqualTo(SURE_AFTER);
        assertThat(Duration.between(asked.get(0), asked.get(1)))
                .isLessThan(Duration.between(asked.get(1), asked.get(2)));
        get("/api/v1/tasks/" + id).expectBody().jsonPath("$.unreadableBody").isNotEmpty();
    }

    /** Another task with a readable answer: the road works. */
    private void other() {
        task(RUNNING);
        clock.advance(Duration.ofSeconds(3));
        round.step(10);
    }

    @Test
    void answersThatWereCutCannotBeReadEither() {
        String id = task(ScriptedAnswer.truncated(wire("completed.json")));
        while (state(id).equals("pending")) {
            other();
            askWhenDue(id);
        }
        expectState(id, "unreadable");
    }

    @Test
    void ofAnAnswerThatIsTooLarge64KilobytesAreKept() {
        String id = task(ScriptedAnswer.json(200, "{\"status\": \"" + "ä".repeat(2_000_000) + "\"}"));
        while (state(id).equals("pending")) {
            other();
            askWhenDue(id);
        }
        String kept = jdbc.sql("select unreadable_body from task where task_id = ?")
                .param(id)
                .query(String.class)
                .single();
        assertThat(kept.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(65_000, 65_536);
        assertThat(kept).endsWith("ä");
    }

    @Test
    void whileNothingCanBeReadTheRoadIsBrokenAndOnlyTheDeadlineEndsTasks() {
        String id = task(NO_JSON);
        String second = task(NO_JSON);
        while (due(id).isBefore(deadline(id))) {
            askWhenDue(id);
            expectState(id, "pending");
        }
        askWhenDue(id);
        expectState(id, "expired");
        expectState(second, "expired");
        get("/api/v1/tasks/" + id).expectBody().jsonPath("$.unreadableBody").isNotEmpty();
    }

    @Test
    void aReadableAnswerInBetweenStartsTheCountOfUnreadableOnesAnew() {
        String id = task(NO_JSON, NO_JSON, RUNNING, NO_JSON);
        for (int i = 0; i < 5; i++) {
            askWhenDue(id);
        }
        clock.advance(Duration.ofMinutes(1));
        expectState(id, "pending");
    }

    @Test
    void cancelledTasksAreNotAskedAbout() {
        String id = task(completed());
        delete("/api/v1/tasks/" + id).expectStatus().isNoContent();
        clock.advance(Duration.ofMinutes(1));
        assertThat(round.step(10)).isZero();
        expectState(id, "cancelled");
    }
}
