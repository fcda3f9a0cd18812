package io.gatewatch.central;

import static io.gatewatch.simulator.ScriptedAnswer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewatch.simulator.ScriptedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Central says of its limits in headers, beside its answers. */
class LimitHeadersTest {

    private static final ScriptedAnswer GOOD = json(200, Wire.text("completed.json"));
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Border border = Border.open();

    @AfterEach
    void close() {
        border.close();
    }

    @Test
    void aLowerLimitASecondIsKeptUntilAHigherOneIsSaid() {
        border.ask(GOOD.with("X-RateLimit-Limit-second", "2"));
        await().atMost(PATIENCE).until(() -> border.pace.status().perSecond() == 2);
        border.ask(GOOD.with("X-RateLimit-Limit-second", "7"));
        await().atMost(PATIENCE).until(() -> border.pace.status().perSecond() == 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "0.001", "many", "", "NaN"})
    void aLimitThatCannotBeIsNone(String limit) {
        border.ask(GOOD.with("X-RateLimit-Limit-second", "2"));
        await().atMost(PATIENCE).until(() -> border.pace.knows(2));
        border.ask(GOOD.with("X-RateLimit-Limit-second", limit));
        assertThat(border.pace.status().perSecond()).isEqualTo(2);
    }

    @Test
    void thePlainLimitIsOfAnUnknownTimeAndLowersNothing() {
        border.ask(GOOD.with("X-RateLimit-Limit", "2"));
        assertThat(border.pace.knows(6)).isTrue();
        assertThat(border.pace.status().perSecond()).isEqualTo(6);
    }

    @Test
    void aSpentDayPausesEveryReplicaForFiveMinutesAtATime() {
        assertThat(border.ask(GOOD.with("X-RateLimit-Remaining-day", "0"))).isInstanceOf(Answer.Finished.class);
        assertThat(pausedUntil()).isEqualTo(Border.NOON.plusSeconds(300));
        awaitWritten(Border.NOON.plusSeconds(300));
        border.clock.set(Border.NOON.plusSeconds(300));
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Finished.class);
    }

    @Test
    void aSpentDayEndsAtMidnight() {
        border.clock.set(Instant.parse("2025-05-21T23:58:00Z"));
        border.ask(GOOD.with("X-RateLimit-Remaining-day", "0"));
        assertThat(pausedUntil()).isEqualTo(Instant.parse("2025-05-22T00:00:00Z"));
    }

    @Test
    void aRefusalOnASpentDayPausesForItToo() {
        Answer answer = border.ask(
                ScriptedAnswer.of(429, Map.of("X-RateLimit-Remaining-day", "0", "Retry-After", "1"), new byte[0]));
        assertThat(((Answer.Paused) answer).until()).isEqualTo(Border.NOON.plusSeconds(300));
    }

    @Test
    void callsThatAreLeftOfTheDayPauseNothing() {
        border.ask(GOOD.with("X-RateLimit-Remaining-day", "1"));
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Finished.class);
    }

    @Test
    void aSpentSecondHoldsThisReplicaUntilTheNextAndIsNotWrittenDown() {
        border.clock.set(Border.NOON.plusMillis(400));
        border.ask(GOOD.with("X-RateLimit-Remaining-second", "0"));
        assertThat(pausedUntil()).isEqualTo(Border.NOON.plusSeconds(1));
        assertThat(border.pace.take(1, Duration.ZERO)).isEmpty();
        assertThat(border.pace.status().pausedUntil()).isNull();
        border.clock.set(Border.NOON.plusSeconds(1));
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Finished.class);
    }

    @ParameterizedTest
    @CsvSource({"7", "1747828807", "1747828807000", "2025-05-21T12:00:07Z"})
    void theLastCallOfNowPausesUntilTheReset(String reset) {
        border.ask(GOOD.with("X-RateLimit-Remaining", "0").with("X-RateLimit-Reset", reset));
        assertThat(pausedUntil()).isEqualTo(Border.NOON.plusSeconds(7));
        awaitWritten(Border.NOON.plusSeconds(7));
        assertThat(border.pace.status().perSecond()).isEqualTo(6);
    }

    @Test
    void theLastCallWithoutAResetPausesNothing() {
        border.ask(GOOD.with("X-RateLimit-Remaining", "0"));
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Finished.class);
    }

    @Test
    void aRefusalForTheLimitHalvesThePace() {
        border.ask(json(429, "{}"));
        assertThat(border.pace.status().perSecond()).isEqualTo(3);
    }

    private Instant pausedUntil() {
        return ((Answer.Paused) border.ask(GOOD)).until();
    }

    private void awaitWritten(Instant until) {
        await().atMost(PATIENCE).until(() -> until.equals(border.pace.status().pausedUntil()));
    }
}
