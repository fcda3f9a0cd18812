package io.gatewatch.central;

import static io.gatewatch.simulator.ScriptedAnswer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewatch.simulator.ScriptedAnswer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import reactor.core.publisher.Flux;

/** One token for all calls, had by one of them, and a token endpoint that is left alone while it is in trouble. */
class AccessTokensTest {

    private static final ScriptedAnswer GOOD = json(200, Wire.text("completed.json"));
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private Border border = Border.open();

    @AfterEach
    void close() {
        border.close();
    }

    @Test
    void aHundredCallsAtExpiryMakeOneTokenRequest() {
        border.ask(GOOD);
        border.clock.advance(Duration.ofHours(2));
        assertThat(askAtOnce(100)).hasSize(100).allMatch(Answer.Finished.class::isInstance);
        assertThat(border.upstream.tokenCalls()).isEqualTo(2);
        assertThat(border.countedTokens("ok")).isEqualTo(2);
    }

    @Test
    void aHundredCallsWithARevokedTokenMakeOneTokenRequest() {
        border.ask(GOOD);
        border.upstream.revokeTokens();
        assertThat(askAtOnce(100))
                .hasAtLeastOneElementOfType(Answer.TokenExpired.class)
                .hasOnlyElementsOfTypes(Answer.TokenExpired.class, Answer.Finished.class);
        assertThat(askAtOnce(100)).allMatch(Answer.Finished.class::isInstance);
        assertThat(border.upstream.tokenCalls()).isEqualTo(2);
    }

    @Test
    void aTokenIsRenewedAMinuteBeforeItsEnd() {
        border.ask(GOOD);
        assertRenewedAfter(Duration.ofHours(2).minusMinutes(1));
    }

    @Test
    void aShortTokenIsRenewedATenthBeforeItsEnd() {
        border.upstream.tokenLifetime(Duration.ofSeconds(100));
        border.ask(GOOD);
        assertRenewedAfter(Duration.ofSeconds(90));
    }

    @Test
    void aTokenEndpointInTroubleIsLeftAloneForLongerEachTimeUpToAMinute() {
        border.upstream.failTokenCalls(503);
        List<Long> pauses = Stream.generate(this::secondsPaused).limit(8).toList();
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(border.upstream.tokenCalls()).isEqualTo(8);
        assertThat(border.countedTokens("failed")).isEqualTo(8);
        assertThat(border.calls()).isZero();
    }

    @Test
    void allCallsPauseWhileThereIsNoTokenAndGoOnWhenThereIsOne() {
        border.upstream.failTokenCalls(500);
        assertThat(askAtOnce(100))
                .allSatisfy(answer -> assertThat(answer)
                        .isInstanceOfSatisfying(
                                Answer.Paused.class,
                                paused -> assertThat(paused.until()).isEqualTo(Border.NOON.plusSeconds(1))));
        assertThat(border.pace.take(1, Duration.ZERO)).isEmpty();
        border.upstream.failTokenCalls(0);
        border.clock.advance(Duration.ofSeconds(1));
        assertThat(border.pace.take(1, Duration.ZERO)).hasSize(1);
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Finished.class);
    }

    @Test
    void oneTokenMakesTheNextTroubleShortAgain() {
        border.upstream.failTokenCalls(500);
        secondsPaused();
        secondsPaused();
        border.upstream.failTokenCalls(0);
        border.ask(GOOD);
        border.upstream.revokeTokens();
        border.ask(GOOD);
        border.upstream.failTokenCalls(500);
        assertThat(secondsPaused()).isEqualTo(1);
    }

    @Test
    void clientsMayNameThemselvesInTheForm() {
        reopen(new Border.Settings().method(ClientAuthenticationMethod.CLIENT_SECRET_POST));
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Finished.class);
    }

    @Test
    void aWrongSecretPausesAndIsNotRepeated() {
        reopen(new Border.Settings().secret("not-the-secret"));
        Answer.Paused paused = (Answer.Paused) border.ask(GOOD);
        assertThat(paused.why()).contains("invalid_client").doesNotContain("not-the-secret");
    }

    @Test
    void aFixedTokenIsUsedAsItIs() {
        String token = border.upstream.issueToken();
        AccessTokens fixed = AccessTokens.fixed(token, border.meters, border.clock);
        assertThat(fixed.current().block().value).isEqualTo(token);
        border.clock.advance(Duration.ofDays(400));
        assertThat(fixed.current().block().value).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", \"expires_in\": 0",
                ", \"expires_in\": -7200",
                ", \"expires_in\": \"soon\"",
                ", \"expires_in\": null",
                ", \"expires_in\": 9223372036854775807",
                ", \"expires_in\": 99999999999999999999",
                ", \"expires_in\": 1e300"
            })
    void aLifetimeThatCannotBeIsTakenAsFiveMinutes(String lifetime) {
        answerTokenCalls("{\"access_token\": \"t\", \"token_type\": \"Bearer\"" + lifetime + "}");
        AccessTokens.Token token = border.tokens.current().block();
        border.clock.advance(FIVE_MINUTES.multipliedBy(9).dividedBy(10).minusMillis(1));
        assertThat(border.tokens.current().block()).isSameAs(token);
        border.clock.advance(Duration.ofMillis(1));
        assertThat(border.tokens.current().block()).isNotSameAs(token);
    }

    @Test
    void aLifetimeAsTextIsALifetime() {
        answerTokenCalls("{\"access_token\": \"t\", \"token_type\": \"Bearer\", \"expires_in\": \"7200\"}");
        AccessTokens.Token token = border.tokens.current().block();
        border.clock.advance(Duration.ofMinutes(118));
        assertThat(border.tokens.current().block()).isSameAs(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "<html>Sign in</html>",
                "{\"token_type\": \"Bearer\"}",
                "{\"access_token\": null, \"token_type\": \"Bearer\"}",
                "{\"access_token\": \"\", \"token_type\": \"Bearer\"}"
            })
    void anAnswerWithoutATokenIsTrouble(String body) {
        answerTokenCalls(body);
        assertThatThrownBy(() -> border.tokens.current().block()).isInstanceOf(AccessTokens.NoToken.class);
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Paused.class);
        assertThat(border.countedTokens("failed")).isEqualTo(1);
    }

    /** Not the simulated Central's own desk, but another place of it that answers what it is told. */
    private void answerTokenCalls(String body) {
        reopen(new Border.Settings().tokenPath("/another/desk"));
        border.upstream.failCalls(json(200, body));
    }

    private List<Answer> askAtOnce(int calls) {
        TestAddress task = border.scripted(GOOD);
        return Flux.range(0, calls)
                .flatMap(i -> border.central.ask(task, border.clock.instant()), calls)
                .collectList()
                .block(Duration.ofSeconds(30));
    }

    private void assertRenewedAfter(Duration life) {
        border.clock.advance(life.minusMillis(1));
        border.ask(GOOD);
        assertThat(border.upstream.tokenCalls()).isEqualTo(1);
        border.clock.advance(Duration.ofMillis(1));
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Finished.class);
        assertThat(border.upstream.tokenCalls()).isEqualTo(2);
    }

    private long secondsPaused() {
        Answer.Paused paused = (Answer.Paused) border.ask(GOOD);
        Duration pause = Duration.between(border.clock.instant(), paused.until());
        border.clock.set(paused.until());
        return pause.toSeconds();
    }

    private void reopen(Border.Settings settings) {
        border.close();
        border = Border.open(settings);
    }
}
