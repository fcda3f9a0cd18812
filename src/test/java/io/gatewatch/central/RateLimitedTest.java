package io.gatewatch.central;

import static io.gatewatch.simulator.ScriptedAnswer.json;
import static io.gatewatch.simulator.VendorError.TOO_MANY_REQUESTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.RetryHint;
import io.gatewatch.simulator.ScriptedAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** A 429 pauses all calls for as long as it asks, and no longer than is believable. */
class RateLimitedTest {

    private static final ScriptedAnswer GOOD = json(200, Wire.text("completed.json"));

    private Border border = Border.open();

    @AfterEach
    void close() {
        border.close();
    }

    @ParameterizedTest
    @EnumSource(value = RetryHint.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void waitsAsLongAsA429AsksAndThenTriesAgain(RetryHint hint) {
        border.upstream.limit(1);
        border.upstream.hint(hint, Duration.ofSeconds(7));
        TestAddress task = border.scripted(GOOD);
        border.ask(task);

        assertThat(border.ask(task))
                .isInstanceOfSatisfying(
                        Answer.Paused.class,
                        paused -> assertThat(paused.until()).isEqualTo(Border.NOON.plusSeconds(7)));
        border.clock.advance(Duration.ofMillis(6999));
        assertThat(border.ask(task)).isInstanceOf(Answer.Paused.class);
        border.clock.advance(Duration.ofMillis(1));
        assertThat(border.ask(task)).isInstanceOf(Answer.Finished.class);
        assertThat(border.calls()).isEqualTo(3);
        assertThat(border.counted("rate_limited")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void withoutAHintItWaitsASecondAndTwiceAsLongEachTimeUpToTen(ApiVersion version) {
        reopen(new Border.Settings().version(version));
        assertBackOff(TOO_MANY_REQUESTS.in(version.text()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"message\": \"API rate limit exceeded\"}", "<html>slow down</html>", ""})
    void otherWordsAreTheSame(String body) {
        assertBackOff(json(429, body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "soon", "", "Wed, 21 May 2025 11:59:00 GMT", "Mon, 99 Foo 2025", "NaN"})
    void aHintThatSaysNothingIsNone(String retryAfter) {
        assertThat(secondsPaused(limited("Retry-After", retryAfter))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-05-21T11:59:00Z", "1747828740", "1747828740000", "0", "-1", "noon"})
    void aResetThatIsOverIsNone(String reset) {
        assertThat(secondsPaused(limited("X-RateLimit-Reset", reset))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"301", "86400", "1e300", "99999999999999999999", "Fri, 21 May 2055 12:00:00 GMT"})
    void noMoreThanFiveMinutesAreBelieved(String retryAfter) {
        assertThat(secondsPaused(limited("Retry-After", retryAfter))).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2055-05-21T12:00:00Z", "2694520000", "2694520000000", "90000", "1e300", "9e18"})
    void norOfAReset(String reset) {
        assertThat(secondsPaused(limited("X-RateLimit-Reset", reset))).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wednesday, 21-May-25 12:00:07 GMT", "Wed May 21 12:00:07 2025"})
    void theOldFormsOfADateAreDatesToo(String retryAfter) {
        assertThat(secondsPaused(limited("Retry-After", retryAfter))).isEqualTo(7);
    }

    @Test
    void fractionsOfASecondAreTaken() {
        Answer.Paused paused = (Answer.Paused) border.ask(limited("Retry-After", "1.5"));
        assertThat(paused.until()).isEqualTo(Border.NOON.plusMillis(1500));
    }

    @Test
    void aDateIsReadAgainstTheAnswersOwn() {
        ScriptedAnswer answer =
                limited("Retry-After", "Wed, 21 May 2025 10:00:07 GMT").with("Date", "Wed, 21 May 2025 10:00:00 GMT");
        assertThat(secondsPaused(answer)).isEqualTo(7);
    }

    @Test
    void anOffsetOfAResetIsRead() {
        assertThat(secondsPaused(limited("X-RateLimit-Reset", "2025-05-21T14:00:07.000+02:00")))
                .isEqualTo(7);
    }

    @Test
    void aRetryAfterThatSaysNothingLeavesTheWordToTheReset() {
        assertThat(secondsPaused(limited("Retry-After", "0").with("X-RateLimit-Reset", "4")))
                .isEqualTo(4);
    }

    @Test
    void severalOfOneBurstMakeOnePause() {
        ScriptedAnswer limited = TOO_MANY_REQUESTS.in("v1");
        List<Answer> answers = Flux.range(0, 20)
                .flatMap(i -> border.central.ask(border.scripted(limited), border.clock.instant()), 20)
                .collectList()
                .block();
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(((Answer.Paused) answer).until()).isEqualTo(Border.NOON.plusSeconds(1)));
        border.clock.advance(Duration.ofSeconds(1));
        assertThat(secondsPaused(limited)).isEqualTo(2);
    }

    @Test
    void aPauseHoldsAlsoWhileTheDatabaseIsAway() {
        reopen(new Border.Settings().databaseAway());
        assertThat(secondsPaused(TOO_MANY_REQUESTS.in("v1"))).isEqualTo(10);
        Answer.Paused paused = (Answer.Paused) border.ask(limited("Retry-After", "7"));
        assertThat(border.ask(GOOD)).isEqualTo(new Answer.Paused(paused.until(), "Calls are paused"));
        assertThat(border.counted("rate_limited")).isEqualTo(2);
        assertThat(border.counted("network_error")).isZero();
    }

    @Test
    void theLastCallOfNowHoldsTheNextUntilTheReset() {
        ScriptedAnswer last = GOOD.with("X-RateLimit-Remaining", "0").with("X-RateLimit-Reset", "3");
        assertThat(border.ask(last)).isInstanceOf(Answer.Finished.class);
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Paused.class);
        border.clock.advance(Duration.ofSeconds(3));
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Finished.class);
        assertThat(border.counted("rate_limited")).isZero();
    }

    @Test
    void moreCallsThanTheLastHoldNothing() {
        border.ask(GOOD.with("X-RateLimit-Remaining", "1").with("X-RateLimit-Reset", "3"));
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Finished.class);
    }

    private void assertBackOff(ScriptedAnswer limited) {
        List<Long> pauses =
                Stream.generate(() -> secondsPaused(limited)).limit(6).toList();
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
    }

    private long secondsPaused(ScriptedAnswer limited) {
        Answer.Paused paused = (Answer.Paused) border.ask(limited);
        Duration pause = Duration.between(border.clock.instant(), paused.until());
        border.clock.set(paused.until());
        return pause.toSeconds();
    }

    private static ScriptedAnswer limited(String header, String value) {
        return ScriptedAnswer.of(429, Map.of(header, value), new byte[0]);
    }

    private void reopen(Border.Settings settings) {
        border.close();
        border = Border.open(settings);
    }
}
