package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.ScriptedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** While Central is down it is asked seldom, and everything comes in soon after. */
class OutageTest extends Rounds {

    private static final int TASKS = 50;

    /** One, two, four seconds and so on up to a minute: about sixteen in ten minutes, each half as long or half longer. */
    private static final int MOST_CALLS = 20;

    @Test
    void tenMinutesOfOutageCostAboutOneCallATaskAndBackOffStep() {
        List<String> ids = Stream.generate(() -> task(completed())).limit(TASKS).toList();
        central.failCalls(ScriptedAnswer.text(503, "no healthy upstream"));
        go(Duration.ofMinutes(10), Duration.ofMillis(500));
        List<Integer> calls = ids.stream().map(id -> whenAsked(id).size()).toList();
        assertThat(calls).allSatisfy(count -> assertThat(count).isBetween(12, MOST_CALLS + 4));
        assertThat(calls.stream().mapToInt(count -> count).sum()).isLessThan(TASKS * MOST_CALLS);

        central.mendCalls();
        go(Duration.ofSeconds(90), Duration.ofSeconds(1));
        assertThat(ids).allSatisfy(id -> expectState(id, "finished"));
    }

    private void go(Duration length, Duration step) {
        Instant end = clock.instant().plus(length);
        while (clock.instant().isBefore(end)) {
            clock.advance(step);
            round.step(100);
        }
    }
}
