package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.gatewatch.World;
import io.gatewatch.web.RawHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;

/** Every change and every refused try leaves one line, whatever was sent, and no secret with it. */
class AuditTest extends World {

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Appender<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            lines.add(line.getFormattedMessage());
        }
    };
    private final Logger audit = (Logger) LoggerFactory.getLogger("gatewatch.audit");

    @BeforeEach
    void listen() {
        listener.start();
        audit.addAppender(listener);
    }

    @AfterEach
    void stopListening() {
        audit.detachAppender(listener);
    }

    /** So many lines, which come just after their answers, and no more. */
    private List<String> said(int many) {
        List<String> said = new ArrayList<>();
        try {
            for (int i = 0; i < many; i++) {
                said.add(lines.poll(20, TimeUnit.SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(lines).isEmpty();
        return said;
    }

    private void ask(String line, String user, String... headers) {
        RawHttp.ask(port, RawHttp.head(line, user, headers));
    }

    @Test
    void aChangeSaysWhoWhatFromWhereAndHowItEnded() {
        register("t1");
        assertThat(said(1))
                .containsExactly("who=\"otto\" from=127.0.0.1 what=\"POST /api/v1/tasks\" outcome=201"
                        + " made=\"/api/v1/tasks/t1\"");
    }

    @Test
    void whatIsOnlyReadLeavesNoLine() {
        get("/api/v1/tasks").expectStatus().isOk();
        register("t2");
        assertThat(said(1).get(0)).contains("/t2");
    }

    @Test
    void refusedTriesSayWhomTheyClaimedToBe() {
        ask("GET /api/v1/tasks", "otto:wrong");
        ask("DELETE /api/v1/gateways/G", "vera:viewer");
        RawHttp.ask(port, "GET /api/v1/me HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
        assertThat(said(3))
                .containsExactly(
                        "who=\"?otto\" from=127.0.0.1 what=\"GET /api/v1/tasks\" outcome=401",
                        "who=\"vera\" from=127.0.0.1 what=\"DELETE /api/v1/gateways/G\" outcome=403",
                        "who=\"\" from=127.0.0.1 what=\"GET /api/v1/me\" outcome=401");
    }

    @Test
    void loginsAndLogoutsAreNamed() {
        Browser browser = new Browser(port);
        browser.logIn("otto", "wrong");
        browser.logIn("otto", "operator");
        browser.post("/logout", "");
        assertThat(said(3))
                .containsExactly(
                        "who=\"?otto\" from=127.0.0.1 what=\"POST /login\" outcome=401",
                        "who=\"otto\" from=127.0.0.1 what=\"POST /login\" outcome=204",
                        "who=\"otto\" from=127.0.0.1 what=\"POST /logout\" outcome=204");
    }

    @Test
    void nobodyWritesLinesOfTheirOwn() {
        ask("GET /api/v1/me", "a\r\nwho=\"root\" outcome=200\u2028\u0085\u001B[31m:x");
        ask("DELETE /api/v1/tasks/a%0d%0awho=%22root%22", "otto:operator");
        assertThat(said(1))
                .allSatisfy(line ->
                        assertThat(line).doesNotContain("\r", "\n", "\u2028", "\u0085", "\u001B", "who=\"root\""));
    }

    @Test
    void linesAreBounded() {
        ask("GET /api/v1/me", "x".repeat(3000) + ":x");
        ask("DELETE /api/v1/tasks/" + "y".repeat(3000), "otto:operator");
        assertThat(said(2)).allSatisfy(line -> assertThat(line).hasSizeLessThan(1000));
    }

    @Test
    void secretsStayOutOfIt() {
        http.post()
                .uri("/api/v1/tokens")
                .headers(headers -> headers.setBasicAuth("ada", "admin"))
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("name", "ci", "role", "viewer"))
                .exchange()
                .expectStatus()
                .isCreated();
        RawHttp.ask(
                port,
                "GET /api/v1/me?token=gw_canary HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
                        + "Authorization: Bearer gw_canary\r\n\r\n");
        assertThat(said(2)).noneMatch(line -> line.contains("gw_"));
    }
}
