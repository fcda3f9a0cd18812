package io.gatewatch.central;

import static io.gatewatch.simulator.ScriptedAnswer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.RecordedCall;
import io.gatewatch.simulator.ScriptedAnswer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the network does to answers: cut, stalled, reset, endless, or with more around them than was agreed. */
class BrokenRoadTest {

    private static final String DOCUMENT = Wire.text("completed.json");
    private static final Duration SOON = Duration.ofMillis(300);

    private Border border = Border.open();

    @AfterEach
    void close() {
        border.close();
    }

    @Test
    void anAnswerThatWasCutIsUnreadableAndItsBeginningIsKept() {
        Answer.Unreadable answer = (Answer.Unreadable) border.ask(ScriptedAnswer.truncated(DOCUMENT));
        assertThat(answer.why()).contains("was cut");
        assertThat(DOCUMENT).startsWith(answer.text());
        assertThat(answer.text()).hasSize(DOCUMENT.length() / 2);
        assertThat(border.counted("unreadable")).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsResetTeachesNothing() {
        assertThat(border.ask(ScriptedAnswer.reset())).isInstanceOf(Answer.Unavailable.class);
        assertThat(border.counted("network_error")).isEqualTo(1);
        assertThat(border.calls()).isEqualTo(1);
    }

    @Test
    void silenceIsWaitedForNoLongerThanAllowed() {
        try (RawServer server = RawServer.silentAfter("")) {
            reopen(new Border.Settings()
                    .baseUrl(server.uri())
                    .responseTimeout(SOON)
                    .connectTimeout(SOON));
            Answer.Unavailable answer = (Answer.Unavailable) border.ask(json(200, DOCUMENT));
            assertThat(answer.why()).isEqualTo("no answer in time");
            assertThat(border.counted("network_error")).isEqualTo(1);
        }
    }

    @Test
    void nobodyAtTheAddressTeachesNothing() {
        border.upstream.close();
        assertThat(border.ask(json(200, DOCUMENT))).isInstanceOfAny(Answer.Paused.class, Answer.Unavailable.class);
        reopen(new Border.Settings().baseUrl(URI.create("http://127.0.0.1:1")));
        assertThat(border.ask(json(200, DOCUMENT))).isInstanceOf(Answer.Unavailable.class);
        assertThat(border.counted("network_error")).isEqualTo(1);
    }

    @Test
    void anEndlessAnswerIsLeftAtTheLargestSize() {
        try (RawServer server = RawServer.endless("HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n")) {
            reopen(new Border.Settings().baseUrl(server.uri()));
            Answer.Unreadable answer = (Answer.Unreadable) border.ask(json(200, DOCUMENT));
            assertThat(answer.why()).contains("larger than 1048576 bytes");
            assertThat(answer.text()).hasSize(64 * 1024);
            assertThat(server.bytesTakenUntilTheClientLeft()).isLessThan(32 << 20);
        }
    }

    @Test
    void chunksWithoutEndAreLeftToo() {
        String chunk = "1000\r\n" + "x".repeat(4096) + "\r\n";
        try (RawServer server = RawServer.repeating("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunk)) {
            reopen(new Border.Settings().baseUrl(server.uri()));
            assertThat(border.ask(json(200, DOCUMENT))).isInstanceOf(Answer.Unreadable.class);
            assertThat(server.bytesTakenUntilTheClientLeft()).isLessThan(32 << 20);
        }
    }

    @Test
    void aDocumentOfExactlyTheLargestSizeIsRead() {
        String padded = DOCUMENT + " ".repeat((1 << 20) - DOCUMENT.getBytes(StandardCharsets.UTF_8).length);
        assertThat(border.ask(json(200, padded))).isInstanceOf(Answer.Finished.class);
        assertThat(border.ask(json(200, padded + " "))).isInstanceOf(Answer.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"429 Slow Down", "503 Try Later", "404 Gone", "403 No"})
    void theStatusDecidesWhereTheBodyIsTooLargeOrNeverEnds(String status) {
        for (String size : new String[] {"67108864", "9"}) {
            String head = "HTTP/1.1 " + status + "\r\nContent-Length: " + size + "\r\n\r\n";
            try (RawServer server = size.equals("9") ? RawServer.silentAfter(head + "{") : RawServer.endless(head)) {
                reopen(new Border.Settings().baseUrl(server.uri()).responseTimeout(SOON));
                assertThat(border.ask(json(200, DOCUMENT))).isInstanceOf(kindFor(status));
            }
        }
    }

    private static Class<? extends Answer> kindFor(String status) {
        return switch (status.substring(0, 3)) {
            case "429", "403" -> Answer.Paused.class;
            default -> Answer.Unavailable.class;
        };
    }

    @Test
    void aRefusalThatIsTooLargeIsUnreadable() {
        try (RawServer server = RawServer.endless("HTTP/1.1 400 Bad\r\nContent-Length: 67108864\r\n\r\n")) {
            reopen(new Border.Settings().baseUrl(server.uri()));
            assertThat(border.ask(json(200, DOCUMENT))).isInstanceOf(Answer.Unreadable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "400 Bad"})
    void aBodyThatStallsTeachesNothing(String status) {
        String head = "HTTP/1.1 " + status + "\r\nContent-Length: 99\r\n\r\n";
        try (RawServer server = RawServer.silentAfter(head + "{\"status\"")) {
            reopen(new Border.Settings().baseUrl(server.uri()).responseTimeout(SOON));
            Answer.Unavailable answer = (Answer.Unavailable) border.ask(json(200, DOCUMENT));
            assertThat(answer.why()).contains("no answer in time");
            assertThat(border.counted("network_error")).isEqualTo(1);
        }
    }

    @Test
    void headersOfSixtyKilobytesAreRead() {
        assertThat(border.ask(json(200, DOCUMENT).with("Set-Cookie", "x".repeat(60_000))))
                .isInstanceOf(Answer.Finished.class);
        assertThat(border.ask(json(200, DOCUMENT).with("Set-Cookie", "x".repeat(100_000))))
                .isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheDocument() {
        Answer.Finished answer = (Answer.Finished) border.ask(json(200, "\uFEFF" + DOCUMENT));
        assertThat(answer.result().document()).isEqualTo(DOCUMENT);
    }

    @Test
    void bytesThatAreNoUtf8AreReplaced() {
        byte[] body = DOCUMENT.replace("google", "g\u00F6gle").getBytes(StandardCharsets.ISO_8859_1);
        Answer.Finished answer = (Answer.Finished)
                border.ask(ScriptedAnswer.of(200, Map.of("Content-Type", "application/json; charset=x"), body));
        assertThat(answer.result().output().url()).isEqualTo("www.g\uFFFDgle.com");
    }

    @Test
    void noHttpAtAllTeachesNothing() {
        try (RawServer server = RawServer.silentAfter("SSH-2.0-OpenSSH_9.2\r\n\r\n")) {
            reopen(new Border.Settings()
                    .baseUrl(server.uri())
                    .responseTimeout(SOON)
                    .connectTimeout(SOON));
            assertThat(border.ask(json(200, DOCUMENT))).isInstanceOf(Answer.Unavailable.class);
        }
    }

    @Test
    void anAddressWithAPathIsGoneOnFrom() {
        reopen(new Border.Settings().basePath("/behind/a/proxy/"));
        assertThat(border.ask(json(200, DOCUMENT))).isInstanceOf(Answer.Unavailable.class);
        assertThat(border.upstream.calls())
                .last()
                .extracting(RecordedCall::path)
                .asString()
                .startsWith("/behind/a/proxy/network-troubleshooting/v1alpha1/gateways/");
    }

    @Test
    void byHowMuchCentralsClockIsAheadIsToldFromItsDate() {
        Answer.Finished answer =
                (Answer.Finished) border.ask(json(200, DOCUMENT).with("Date", "Wed, 21 May 2025 12:00:30 GMT"));
        assertThat(answer.ahead()).isEqualTo(Duration.ofSeconds(30));
        assertThat(((Answer.Finished) border.ask(json(200, DOCUMENT))).ahead()).isZero();
        assertThat(((Answer.Finished) border.ask(json(200, DOCUMENT).with("Date", "today"))).ahead())
                .isZero();
    }

    private void reopen(Border.Settings settings) {
        border.close();
        border = Border.open(settings);
    }
}
