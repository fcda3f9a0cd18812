package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewatch.simulator.ScriptedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** However often a result is fetched or settled, it is stored once; and what cannot be stored stops nothing else. */
class ExactlyOnceTest extends Rounds {

    private static final Duration LEASE = Duration.ofSeconds(30);

    /** Asks without settling, as a replica does that is slow or dies. */
    private List<Asked> ask(int most) {
        List<Asked> answers = new ArrayList<>();
        for (Round.Ask ask : round.lease(most)) {
            answers.add(ask.answer().block());
        }
        return answers;
    }

    private void expectOneTest(String id) {
        expectState(id, "finished");
        assertThat(rows("http_test")).isEqualTo(1);
        assertThat(rows("response_sample")).isEqualTo(5);
        assertThat(counted("target_totals")).isEqualTo(1);
        assertThat(counted("hourly_figures")).isEqualTo(1);
    }

    private int counted(String table) {
        return jdbc.sql("select coalesce(sum(successful_tests), 0)::int from " + table)
                .query(Integer.class)
                .single();
    }

    @Test
    void ofTwoWhoseLeasesOverlapOnlyTheLaterIsHeard() {
        String id = task(completed());
        clock.advance(Duration.ofSeconds(5));
        List<Asked> slow = ask(10);
        clock.advance(LEASE);
        List<Asked> second = ask(10);
        round.settle(slow);
        expectState(id, "pending");
        round.settle(second);
        round.settle(slow);
        expectOneTest(id);
    }

    @Test
    void bothInOneBatchAreStoredOnceToo() {
        String id = task(completed());
        clock.advance(Duration.ofSeconds(5));
        List<Asked> slow = ask(10);
        clock.advance(LEASE);
        round.settle(Stream.concat(slow.stream(), ask(10).stream()).toList());
        expectOneTest(id);
    }

    /** As when results could not be written for longer than a lease, and Central has nothing to say the second time. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aResultOfAnOlderLeaseFinishesItsTaskWhateverTheNewerOneMet(boolean olderFirst) {
        String id = task(completed(), ScriptedAnswer.json(503, "{}"));
        clock.advance(Duration.ofSeconds(5));
        List<Asked> slow = ask(10);
        clock.advance(LEASE);
        List<Asked> second = ask(10);
        round.settle(Stream.concat((olderFirst ? slow : second).stream(), (olderFirst ? second : slow).stream())
                .toList());
        expectOneTest(id);
        get("/api/v1/tests/" + id).expectStatus().isOk();
    }

    @Test
    void aResultThatIsStoredAlreadyFinishesItsTask() {
        String id = task(completed(), completed());
        clock.advance(Duration.ofSeconds(5));
        round.settle(ask(10));
        jdbc.sql("update task set state = 'pending', settled_at = null, observed_at = null")
                .update();
        clock.advance(LEASE);
        round.step(10);
        expectOneTest(id);
        get("/api/v1/tests/" + id).expectStatus().isOk();
        assertThat(scrape()).contains("gatewatch_tasks_settled_total{verdict=\"unreadable\"} 0.0");
    }

    @Test
    void aBatchWhoseCommitWasNotAcknowledgedIsSettledAgainWithoutHarm() {
        String id = task(completed());
        String running = task(RUNNING);
        clock.advance(Duration.ofSeconds(5));
        List<Asked> answers = ask(10);
        round.settle(answers);
        round.settle(answers);
        expectOneTest(id);
        assertThat(polls(running)).isEqualTo(1);
    }

    @Test
    void anAnswerFromBeforeACancelAndRetryIsNotHeard() {
        String id = task(completed(), RUNNING);
        clock.advance(Duration.ofSeconds(5));
        List<Asked> before = ask(10);
        delete("/api/v1/tasks/" + id).expectStatus().isNoContent();
        round.settle(before);
        expectState(id, "cancelled");
        post("/api/v1/tasks/" + id + "/retry", "").expectStatus().isAccepted();
        round.settle(before);
        expectState(id, "pending");
        assertThat(rows("http_test")).isZero();
    }

    @Test
    void aResultThatCannotBeStoredStopsNoOtherAndKeepsItsText() {
        String good = task(completed());
        String poisoned = task(completed());
        String other = task(completed());
        String poison = "alter table http_test add constraint poison check (task_id <> '%s')";
        jdbc.sql(poison.formatted(poisoned)).update();
        try {
            clock.advance(Duration.ofSeconds(5));
            round.step(10);
        } finally {
            jdbc.sql("alter table http_test drop constraint poison").update();
        }
        expectState(good, "finished");
        expectState(other, "finished");
        expectState(poisoned, "unreadable");
        get("/api/v1/tasks/" + poisoned)
                .expectBody()
                .jsonPath("$.unreadableBody")
                .value(String.class, text -> assertThat(text).contains("www.google.com"));
        assertThat(counted("target_totals")).isEqualTo(2);
        assertThat(scrape()).contains("gatewatch_tasks_settled_total{verdict=\"unreadable\"} 1.0");
    }

    @Test
    void anAnswerOfARunningTestThatCannotBeStoredIsOneThatCannotBeRead() {
        String good = task(RUNNING);
        String poisoned = task(RUNNING);
        jdbc.sql("alter table task add constraint poison check (last_status is null or task_id <> '%s')"
                        .formatted(poisoned))
                .update();
        try {
            clock.advance(Duration.ofSeconds(5));
            round.step(10);
            assertThat(polls(good)).isEqualTo(1);
            assertThat(polls(poisoned)).isEqualTo(1);
            expectState(poisoned, "pending");
        } finally {
            jdbc.sql("alter table task drop constraint poison").update();
        }
    }

    @Test
    void whatTheDatabaseRefusesForItsOwnReasonsIsTriedAgainAndNotGivenUp() {
        String id = task(completed());
        clock.advance(Duration.ofSeconds(5));
        List<Asked> answers = ask(10);
        jdbc.sql("alter table http_test rename to http_test_away").update();
        try {
            assertThatThrownBy(() -> round.settle(answers)).isInstanceOf(DataAccessException.class);
            expectState(id, "pending");
        } finally {
            jdbc.sql("alter table http_test_away rename to http_test").update();
        }
        round.settle(answers);
        expectOneTest(id);
    }

    @Test
    void aTaskGivenBackIsDueForAnotherAtOnce() {
        String id = task(completed());
        clock.advance(Duration.ofSeconds(5));
        List<LeasedTask> leased = round.lease(10).stream().map(Round.Ask::task).toList();
        assertThat(round.step(10)).isZero();
        round.release(leased);
        assertThat(round.step(10)).isEqualTo(1);
        expectOneTest(id);
    }

    @Test
    void givingBackAfterTheLeaseRanOutTakesNothingFromAnother() {
        String id = task(completed());
        clock.advance(Duration.ofSeconds(5));
        List<LeasedTask> first = round.lease(10).stream().map(Round.Ask::task).toList();
        clock.advance(LEASE);
        round.lease(10);
        Instant due = due(id);
        round.release(first);
        assertThat(due(id)).isEqualTo(due);
    }

    @Test
    void aRoundLeasesNoMoreThanThereAreMomentsFor() {
        for (int i = 0; i < 6; i++) {
            task(RUNNING);
        }
        clock.advance(Duration.ofSeconds(5));
        Instant nearlyTaken = clock.instant().plusMillis(1000).minusNanos(2_000);
        jdbc.sql("update central_pace set next_call_at = ?")
                .param(nearlyTaken.atOffset(ZoneOffset.UTC))
                .update();
        assertThat(round.lease(10)).hasSize(3);
        assertThat(rows("task where fence = 1")).isEqualTo(3);
    }

    @Test
    void oneTokenIsRenewedForAWholeBatch() {
        task(RUNNING);
        clock.advance(Duration.ofSeconds(5));
        round.step(10);
        for (int i = 0; i < 5; i++) {
            task(completed());
        }
        clock.advance(Duration.ofSeconds(5));
        central.revokeTokens();
        int before = central.tokenCalls();
        round.step(10);
        round.step(10);
        assertThat(rows("task where state = 'finished'")).isEqualTo(5);
        assertThat(central.tokenCalls()).isEqualTo(before + 1);
    }

    @Test
    void aLateResultOfATaskThatWasGivenUpIsStoredAfterARetry() {
        String id = task(ScriptedAnswer.json(200, "{\"status\": \"RUNNING\"}"), completed());
        clock.set(deadline(id));
        round.step(10);
        expectState(id, "expired");
        post("/api/v1/tasks/" + id + "/retry", "").expectStatus().isAccepted();
        round.step(10);
        expectOneTest(id);
    }
}
