package io.gatewatch.central;

import static io.gatewatch.simulator.ScriptedAnswer.json;
import static io.gatewatch.simulator.ScriptedAnswer.text;
import static io.gatewatch.simulator.VendorError.UNAUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.ScriptedAnswer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** A refused token is renewed once; when that does not help, all calls stop for a while and no task is lost. */
class RefusedTokenTest {

    private static final ScriptedAnswer GOOD = json(200, Wire.text("completed.json"));

    private Border border = Border.open();

    @AfterEach
    void close() {
        border.close();
    }

    @Test
    void aRevokedTokenIsRenewedAndTheTaskAskedAgain() {
        TestAddress task = border.scripted(GOOD);
        assertThat(border.ask(task)).isInstanceOf(Answer.Finished.class);
        border.upstream.revokeTokens();

        assertThat(border.ask(task)).isInstanceOf(Answer.TokenExpired.class);
        assertThat(border.ask(task)).isInstanceOf(Answer.Finished.class);
        assertThat(border.upstream.tokenCalls()).isEqualTo(2);
        assertThat(border.counted("unauthorized")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void refusedTwiceAllCallsPause(ApiVersion version) {
        reopen(new Border.Settings().version(version));
        ScriptedAnswer refused = UNAUTHORIZED.in(version.text());
        assertThat(border.ask(refused)).isInstanceOf(Answer.TokenExpired.class);
        Answer.Paused paused = (Answer.Paused) border.ask(refused);

        assertThat(paused.until()).isEqualTo(Border.NOON.plusSeconds(15));
        assertThat(paused.why()).contains("CENTRAL_CLIENT_ID").contains(version.code("UNAUTHORIZED"));
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Paused.class);
        assertThat(border.pace.take(1, Duration.ZERO)).isEmpty();
        assertThat(border.calls()).isEqualTo(2);
    }

    @Test
    void eachRefusalInARowDoublesThePauseUpToFourMinutes() {
        border.ask(UNAUTHORIZED.in("v1"));
        List<Long> pauses = Stream.generate(this::secondsPaused).limit(6).toList();
        assertThat(pauses).containsExactly(15L, 30L, 60L, 120L, 240L, 240L);
    }

    @Test
    void oneGoodAnswerMakesTheNextPauseShortAgain() {
        border.ask(UNAUTHORIZED.in("v1"));
        secondsPaused();
        secondsPaused();
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Finished.class);
        border.ask(UNAUTHORIZED.in("v1"));
        assertThat(secondsPaused()).isEqualTo(15);
    }

    @Test
    void aProxyInTroubleBetweenTwoRefusalsIsNoGoodAnswer() {
        border.ask(UNAUTHORIZED.in("v1"));
        border.ask(text(503, "try later"));
        assertThat(border.ask(UNAUTHORIZED.in("v1"))).isInstanceOf(Answer.Paused.class);
    }

    @Test
    void theRefusalsOfOneBurstMakeOnePause() {
        ScriptedAnswer forbidden = json(403, "{\"errorCode\": \"HPE_GL_ERROR_FORBIDDEN\", \"message\": \"no\"}");
        List<Answer> answers = Flux.range(0, 20)
                .flatMap(i -> border.central.ask(border.scripted(forbidden), border.clock.instant()), 20)
                .collectList()
                .block();
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(((Answer.Paused) answer).until()).isEqualTo(Border.NOON.plusSeconds(15)));
    }

    @Test
    void forbiddenIsAsASecondRefusal() {
        ScriptedAnswer forbidden = json(403, "{\"errorCode\": \"HPE_GL_ERROR_FORBIDDEN\", \"message\": \"no\"}");
        assertThat(border.ask(forbidden)).isInstanceOf(Answer.Paused.class);
        assertThat(border.counted("unauthorized")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errorCode\": \"HPE_GL_IAM_EXPIRED_TOKEN\", \"message\": \"The token has expired\"}",
                "{\"errorCode\": \"hpe_gl_token_expired\"}",
                "{\"message\": \"Signature has expired\"}"
            })
    void anExpiredTokenMayComeAsABadRequest(String body) {
        assertThat(border.ask(json(400, body))).isInstanceOf(Answer.TokenExpired.class);
        assertThat(border.counted("unauthorized")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 404, 500, 503})
    void anExpiredSignatureIsOneWithAnyStatus(int status) {
        assertThat(border.ask(json(status, "{\"message\": \"Token error: signature has expired\"}")))
                .isInstanceOf(Answer.TokenExpired.class);
    }

    @Test
    void whatADeviceSaysOfSignaturesIsNotAboutOurToken() {
        String document = "{\"status\": \"COMPLETED\", \"output\": [], \"rawOutput\": \"TLS: signature has expired\"}";
        assertThat(border.ask(json(200, document))).isInstanceOf(Answer.Unreadable.class);
    }

    @Test
    void aFixedTokenThatIsRefusedPausesAtOnceAlsoWhenItWorkedBefore() {
        reopen(new Border.Settings().fixedToken("made-by-hand"));
        assertThat(border.ask(GOOD)).isInstanceOf(Answer.Paused.class);
        assertThat(border.upstream.tokenCalls()).isZero();
    }

    @Test
    void aFixedTokenThatRanOutIsNotAskedWithForEver() {
        AccessTokens fixed = AccessTokens.fixed("made-by-hand", border.meters, border.clock);
        AccessTokens.Token token = fixed.current().block();
        token.accepted();
        assertThat(fixed.refused(token)).isFalse();
        assertThat(fixed.refused(token)).isFalse();
    }

    @Test
    void aTokenThatCentralRepeatsIsNotRepeatedByUs() {
        String token = border.tokens.current().block().value;
        Answer.Unavailable answer =
                (Answer.Unavailable) border.ask(json(500, "{\"message\": \"bad token " + token + "\"}"));
        assertThat(answer.why()).contains("(the token)").doesNotContain(token);
    }

    private long secondsPaused() {
        Answer.Paused paused = (Answer.Paused) border.ask(UNAUTHORIZED.in("v1"));
        Duration pause = Duration.between(border.clock.instant(), paused.until());
        border.clock.set(paused.until());
        return pause.toSeconds();
    }

    private void reopen(Border.Settings settings) {
        border.close();
        border = Border.open(settings);
    }
}
