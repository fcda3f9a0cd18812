package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import io.gatewatch.simulator.RecordedCall;
import io.gatewatch.simulator.ScriptedAnswer;
import io.gatewatch.simulator.VendorError;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/**
 * Tests that step rounds by hand. They have an application of their own, and every test its own day, because what a
 * process remembers of a pause or of its token must not reach into another test.
 */
@TestPropertySource(properties = "gatewatch.polling.deadline=15m")
abstract class Rounds extends World {

    static final Duration DEADLINE = Duration.ofMinutes(15);
    static final ScriptedAnswer RUNNING =
            ScriptedAnswer.json(200, "{\"status\": \"RUNNING\", \"progressPercent\": 20, \"startTime\": null}");
    static final ScriptedAnswer TASK_NOT_FOUND = VendorError.NOT_FOUND.in("v1alpha1", "x");
    static final ScriptedAnswer NO_JSON = ScriptedAnswer.text(200, "<html>Welcome to the hotel's WiFi</html>");

    private static Instant day = NOON;

    @Autowired
    Round round;

    @BeforeEach
    void beginAnotherDay() {
        day = day.plus(Duration.ofDays(1));
        clock.set(day);
    }

    /** A new task, asked about by no one yet, whose answers are these, the last one for ever. */
    String task(ScriptedAnswer... answers) {
        String id = UUID.randomUUID().toString();
        answers(id, answers);
        register(id);
        return id;
    }

    void answers(String id, ScriptedAnswer... answers) {
        central.script(id, answers);
    }

    static ScriptedAnswer completed() {
        return ScriptedAnswer.json(200, wire("completed.json"));
    }

    /** Sets the clock to when this task is due, but never back, and steps one round. */
    void askWhenDue(String id) {
        Instant due = due(id);
        clock.set(due.isAfter(clock.instant()) ? due : clock.instant());
        round.step(100);
    }

    Instant due(String id) {
        return jdbc.sql("select due_at from task where task_id = ?")
                .param(id)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    Instant registeredAt(String id) {
        return jdbc.sql("select registered_at from task where task_id = ?")
                .param(id)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    Instant deadline(String id) {
        return registeredAt(id).plus(DEADLINE);
    }

    String state(String id) {
        return jdbc.sql("select state from task where task_id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    int polls(String id) {
        return jdbc.sql("select polls from task where task_id = ?")
                .param(id)
                .query(Integer.class)
                .single();
    }

    int rows(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }

    List<Instant> whenAsked(String id) {
        return central.calls().stream()
                .filter(call -> call.path().endsWith("/" + id))
                .map(RecordedCall::at)
                .toList();
    }

    void expectState(String id, String state) {
        assertThat(state(id)).isEqualTo(state);
    }
}
