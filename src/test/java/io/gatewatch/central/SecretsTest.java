package io.gatewatch.central;

import static io.gatewatch.simulator.ScriptedAnswer.json;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.gatewatch.simulator.ScriptedAnswer;
import io.gatewatch.simulator.SimulatedCentral;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** No token and no secret comes into a log, however much is logged, or into what tasks say of their last error. */
class SecretsTest {

    private static final List<String> TALKATIVE = List.of("io.gatewatch", "io.netty", "reactor", "org.springframework");
    private static final String SECRET = "s3cret-of-the-client";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Level> before =
            TALKATIVE.stream().map(name -> logger(name).getLevel()).toList();

    @BeforeEach
    void listenToEverything() {
        log.start();
        logger(Logger.ROOT_LOGGER_NAME).addAppender(log);
        TALKATIVE.forEach(name -> logger(name).setLevel(Level.TRACE));
    }

    @AfterEach
    void listenNoMore() {
        logger(Logger.ROOT_LOGGER_NAME).detachAppender(log);
        for (int i = 0; i < TALKATIVE.size(); i++) {
            logger(TALKATIVE.get(i)).setLevel(before.get(i));
        }
    }

    @Test
    void goodCallsTellNoSecret() {
        try (Border border = Border.open()) {
            assertThat(border.ask(json(200, Wire.text("completed.json")))).isInstanceOf(Answer.Finished.class);
            assertUnsaid(border.tokens.current().block().value, SimulatedCentral.CLIENT_SECRET + "\"");
        }
    }

    @Test
    void failedCallsTellNoToken() {
        try (Border border = Border.open()) {
            assertUntold(border, token -> json(500, "{\"message\": \"" + token + "\"}"));
            assertUntold(border, token -> json(404, "{\"message\": \"signature has expired: " + token + "\"}"));
            assertUntold(border, token -> json(403, "{\"message\": \"" + token + " may not\"}"));
            assertUntold(border, token -> ScriptedAnswer.reset());
            assertUntold(border, token -> ScriptedAnswer.truncated("{}"));
        }
    }

    private void assertUntold(Border border, Function<String, ScriptedAnswer> answer) {
        String token = border.tokens.current().block().value;
        assertThat(border.ask(answer.apply(token)).toString()).doesNotContain(token);
        assertUnsaid(token);
        border.clock.advance(Duration.ofMinutes(1));
    }

    @Test
    void aTokenEndpointThatRepeatsTheSecretIsNotRepeated() {
        try (Border border = Border.open(new Border.Settings().secret(SECRET).tokenPath("/another/desk"))) {
            for (int status : new int[] {200, 400, 401, 500}) {
                border.upstream.failCalls(json(
                        status,
                        "{\"error_description\": \"wrong: " + SECRET + "\", \"expires_in\": \"" + SECRET + "\"}"));
                Answer.Paused paused = (Answer.Paused) border.ask(json(200, "{}"));
                assertThat(paused.why()).doesNotContain(SECRET);
                border.clock.set(paused.until());
            }
            assertUnsaid(SECRET);
        }
    }

    @Test
    void aTokenThatIsNoHeaderIsNotShownEither() {
        try (Border border = Border.open(new Border.Settings().fixedToken("broken\ntoken-of-mine"))) {
            assertThat(border.ask(json(200, "{}")).toString()).doesNotContain("token-of-mine");
            assertUnsaid("token-of-mine");
        }
    }

    private void assertUnsaid(String... secrets) {
        List<ILoggingEvent> events;
        synchronized (log) {
            events = List.copyOf(log.list);
        }
        assertThat(events).isNotEmpty();
        String all = events.stream().map(SecretsTest::text).reduce("", String::concat);
        assertThat(Stream.of(secrets).filter(all::contains)).isEmpty();
    }

    private static String text(ILoggingEvent event) {
        return event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()) + "\n";
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
