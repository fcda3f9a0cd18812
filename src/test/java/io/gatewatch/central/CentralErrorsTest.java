package io.gatewatch.central;

import static io.gatewatch.simulator.ScriptedAnswer.json;
import static io.gatewatch.simulator.ScriptedAnswer.text;
import static io.gatewatch.simulator.VendorError.BAD_REQUEST;
import static io.gatewatch.simulator.VendorError.INTERNAL_SERVER_ERROR;
import static io.gatewatch.simulator.VendorError.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.Protocol;
import io.gatewatch.simulator.ScriptedAnswer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What every error of Central means for the task that was asked about. */
class CentralErrorsTest {

    private static final String PAGE = Wire.text("page.html");

    private Border border = Border.open();

    @AfterEach
    void close() {
        border.close();
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void aBadRequestIsRejectedInCentralsWords(ApiVersion version) {
        ScriptedAnswer sent = BAD_REQUEST.in(version.text());
        Answer.Rejected answer = answer(Answer.Rejected.class, sent);
        assertThat(answer.body()).isEqualTo(new String(sent.body()));
        assertThat(answer.message()).contains("400").contains(version.code("BAD_REQUEST"));
        assertCounted("rejected");
    }

    @Test
    void aLongBadRequestIsKeptWholeAndItsMessageIsShort() {
        String body = "{\"errorCode\": \"HPE_GRAVITY_BAD_REQUEST\", \"message\": \"" + "\uD83D\uDE00".repeat(50_000)
                + "\", \"more\": [1, \"a\\u0000b\"]}";
        Answer.Rejected answer = answer(Answer.Rejected.class, json(400, body));
        assertThat(new JsonMapper().readTree(answer.body()))
                .isEqualTo(new JsonMapper().readTree(body.replace("\\u0000", "\uFFFD")));
        assertThat(answer.message()).hasSizeLessThan(250).isEqualTo(CleanText.of(answer.message()));
    }

    @Test
    void aBadRequestOfAProxyEndsNoTaskAtOnce() {
        answer(Answer.Unreadable.class, text(400, PAGE));
        assertCounted("unreadable");
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void aTaskThatIsNotThereIsNotFound(ApiVersion version) {
        answer(Answer.NotFound.class, NOT_FOUND.in(version.text(), "some-task"));
        assertCounted("not_found");
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void aTaskThatCentralNeverSawIsNotFoundInTheVersionAsked(ApiVersion version) {
        reopen(new Border.Settings().version(version));
        Answer answer = border.ask(new TestAddress(Border.GATEWAY, Protocol.HTTPS, "nowhere"));
        assertThat(answer).isInstanceOf(Answer.NotFound.class).asString().contains(version.notFoundCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\": \"404 Route Not Found\"}",
                "{\"error\": \"NOT_FOUND\", \"message\": \"no such page\"}",
                "{\"errorCode\": 404}",
                "{\"errorCode\": \"HPE_GL_ERROR_NOT_FOUND_HERE\"}",
                "[]",
                "<html>Not Found</html>",
                ""
            })
    void aRouteThatIsNotThereIsAboutOurSettings(String body) {
        Answer.Unavailable answer = answer(Answer.Unavailable.class, text(404, body));
        assertThat(answer.why()).contains("gatewatch.central.base-url");
        assertCounted("not_found");
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void anErrorOfTheServerPasses(ApiVersion version) {
        answer(Answer.Unavailable.class, INTERNAL_SERVER_ERROR.in(version.text()));
        assertCounted("server_error");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 599, 408})
    void aProxyInTroublePasses(int status) {
        answer(Answer.Unavailable.class, text(status, "upstream connect error or disconnect/reset before headers"));
        assertCounted("server_error");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowedAndEndsNoTask(int status) {
        answer(Answer.Unavailable.class, text(status, "").with("Location", "/elsewhere"));
        assertThat(border.calls()).isEqualTo(1);
        assertCounted("rejected");
    }

    @ParameterizedTest
    @ValueSource(ints = {402, 405, 406, 409, 410, 418, 451})
    void anErrorNobodyPublishedEndsNoTask(int status) {
        answer(Answer.Unavailable.class, json(status, "{\"errorCode\": \"ODD\", \"message\": \"odd\"}"));
        assertCounted("rejected");
    }

    @Test
    void anotherSuccessThanTwoHundredIsUnreadable() {
        answer(Answer.Unreadable.class, ScriptedAnswer.of(204, Map.of(), new byte[0]));
        assertCounted("unreadable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Sign in</html>", "[]", "[{\"status\": \"COMPLETED\"}]", "", "null", "\"COMPLETED\""})
    void aPageOrAListWithTwoHundredIsUnreadable(String body) {
        assertThat(answer(Answer.Unreadable.class, text(200, body)).text()).isEqualTo(body);
        assertCounted("unreadable");
    }

    @Test
    void anErrorWithTwoHundredIsUnreadable() {
        answer(
                Answer.Unreadable.class,
                json(200, "{\"errorCode\": \"HPE_GRAVITY_BAD_REQUEST\", \"message\": \"bad\"}"));
    }

    @Test
    void whatIsSaidOfAnErrorIsOneLineThatCanBeStored() {
        Answer.Unavailable answer = answer(
                Answer.Unavailable.class,
                text(503, "a\0b\r\n\u001B[31m" + "x".repeat(180) + "\uD83D\uDE00".repeat(99)));
        assertThat(answer.why()).doesNotContain("\0", "\n", "\u001B").isEqualTo(CleanText.of(answer.why()));
    }

    private <A extends Answer> A answer(Class<A> kind, ScriptedAnswer sent) {
        Answer answer = border.ask(sent);
        assertThat(answer).isInstanceOf(kind);
        return kind.cast(answer);
    }

    private void assertCounted(String outcome) {
        assertThat(border.counted(outcome)).isEqualTo(1);
        assertThat(border.meters.get("gatewatch.central.requests").counters())
                .extracting(counter -> counter.count())
                .containsOnlyOnce(1.0)
                .containsOnly(0.0, 1.0);
    }

    private void reopen(Border.Settings settings) {
        border.close();
        border = Border.open(settings);
    }
}
