package io.gatewatch.central;

import static io.gatewatch.simulator.ScriptedAnswer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.ScriptedAnswer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that is late for its moment does not leave, because it would crowd those after it. */
class MissedMomentTest {

    private static final ScriptedAnswer GOOD = json(200, Wire.text("completed.json"));

    private final Border border = Border.open();

    @AfterEach
    void close() {
        border.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 1000, 86_400_000})
    void aMomentLongGoneIsMissed(long millisLate) {
        assertThat(askLate(millisLate)).isEqualTo(new Answer.Missed());
        assertThat(border.calls()).isZero();
        assertThat(border.counted("network_error")).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 100, -1, -300})
    void anyOtherIsUsed(long millisLate) {
        assertThat(askLate(millisLate)).isInstanceOf(Answer.Finished.class);
    }

    @Test
    void whileCallsArePausedNothingIsMissed() {
        border.pace.hold(Border.NOON.plusSeconds(9));
        assertThat(askLate(5000)).isInstanceOf(Answer.Paused.class);
    }

    @Test
    void aMomentIsCountedFromWhenTheAskLeavesNotFromWhenItWasMade() {
        var ask = border.central.ask(border.scripted(GOOD), border.clock.instant());
        border.clock.advance(Duration.ofSeconds(1));
        assertThat(ask.block()).isEqualTo(new Answer.Missed());
    }

    private Answer askLate(long millis) {
        return border.central
                .ask(border.scripted(GOOD), border.clock.instant().minusMillis(millis))
                .block(Duration.ofSeconds(30));
    }
}
