package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import io.gatewatch.web.RawHttp;
import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People log in with a browser, stay logged in on every replica, and are not made to do what other sites want. */
class SessionTest extends World {

    private static final String ME = "/api/v1/me";
    private static final String CANCEL_NOTHING = "/api/v1/tasks/none/retry";

    private Browser browser;

    @BeforeEach
    void openABrowser() {
        browser = new Browser(port);
    }

    private static List<String> challenges(HttpResponse<?> response) {
        return response.headers().allValues("WWW-Authenticate");
    }

    @Test
    void whoLogsInIsKnownUntilTheyLogOut() {
        assertThat(browser.get(ME).statusCode()).isEqualTo(401);
        HttpResponse<String> loggedIn = browser.logIn("otto", "operator", "Accept", "application/json");
        assertThat(loggedIn.statusCode()).isEqualTo(204);
        assertThat(browser.get(ME).body())
                .isEqualTo("{\"name\":\"otto\",\"roles\":[\"operator\",\"viewer\"],\"scope\":[\"*\"]}");
        assertThat(browser.post("/logout", "").statusCode()).isEqualTo(204);
        assertThat(browser.get(ME).statusCode()).isEqualTo(401);
        assertThat(jdbc.sql("select count(*) from spring_session")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void theSessionIsInTheDatabaseAsJson() {
        browser.logIn("vera", "viewer");
        List<byte[]> kept = jdbc.sql("select attribute_bytes from spring_session_attributes order by attribute_name")
                .query(byte[].class)
                .list();
        assertThat(kept).hasSize(3);
        assertThat(kept)
                .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .contains("\"vera\"");
    }

    @Test
    void itsCookieIsForNoScriptAndNoOtherSite() {
        String cookie = browser.logIn("vera", "viewer").headers().allValues("Set-Cookie").stream()
                .filter(text -> text.startsWith("SESSION="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain("Secure");
    }

    @Test
    void aWrongPasswordIsAProblemAndNoPopup() {
        HttpResponse<String> refused =
                browser.logIn("otto", "wrong", "Accept", "application/json", "X-Requested-With", "fetch");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("\"status\":401", "The user or the password is wrong.");
        assertThat(challenges(refused)).containsExactly("Bearer realm=\"Gatewatch\"");
        assertThat(browser.cookie("SESSION")).isEmpty();
    }

    @Test
    void aBrowserThatSentAFormIsShownThePageAgain() {
        String html = "text/html,application/xhtml+xml";
        HttpResponse<String> wrong = browser.logIn("otto", "wrong", "Accept", html);
        assertThat(wrong.statusCode()).isEqualTo(302);
        assertThat(wrong.headers().firstValue("Location")).get().asString().endsWith("/?login=failed");
        HttpResponse<String> right = browser.logIn("otto", "operator", "Accept", html);
        assertThat(right.statusCode()).isEqualTo(302);
        assertThat(right.headers().firstValue("Location")).get().asString().matches(".*/");
    }

    @Test
    void onlyScriptsAreNotToldOfBasic() {
        assertThat(challenges(browser.get(ME)).get(0)).startsWith("Basic");
        assertThat(challenges(browser.get(ME, "X-Requested-With", "XMLHttpRequest")))
                .noneMatch(challenge -> challenge.startsWith("Basic"));
        assertThat(challenges(browser.get(ME, "Sec-Fetch-Dest", "empty")))
                .noneMatch(challenge -> challenge.startsWith("Basic"));
    }

    @Test
    void aSessionDoesNothingThatAnotherSiteAsksFor() {
        browser.logIn("otto", "operator");
        HttpResponse<String> forged = browser.postForged(CANCEL_NOTHING, "");
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).contains("X-XSRF-TOKEN");
        assertThat(browser.post(CANCEL_NOTHING, "", "X-XSRF-TOKEN", "guess").statusCode())
                .isEqualTo(403);
        assertThat(browser.post(CANCEL_NOTHING, "").statusCode()).isEqualTo(404);
    }

    @Test
    void nobodyIsLoggedInOrOutByAnotherSite() {
        assertThat(browser.postForged("/login", "username=otto&password=operator")
                        .statusCode())
                .isEqualTo(403);
        browser.logIn("otto", "operator");
        assertThat(browser.postForged("/logout", "").statusCode()).isEqualTo(403);
        assertThat(browser.get(ME).statusCode()).isEqualTo(200);
    }

    @Test
    void anAuthorizationHeaderDecidesAloneAndNeedsNoToken() {
        browser.logIn("otto", "operator");
        String session = browser.cookie("SESSION").orElseThrow().getValue();
        String cookie = "Cookie: SESSION=" + session;
        assertThat(RawHttp.ask(port, RawHttp.head("POST " + CANCEL_NOTHING, "otto:operator", cookie))
                        .status())
                .isEqualTo(404);
        assertThat(RawHttp.ask(port, RawHttp.head("GET " + ME, "otto:wrong", cookie))
                        .status())
                .isEqualTo(401);
        assertThat(RawHttp.ask(port, RawHttp.head("DELETE /api/v1/tasks/none", "vera:viewer", cookie))
                        .status())
                .isEqualTo(403);
        RawHttp.Reply reply = RawHttp.ask(port, RawHttp.head("GET " + ME, "vera:viewer", cookie));
        assertThat(reply.text()).contains("\"vera\"").doesNotContain("Set-Cookie");
    }

    @Test
    void aNewIdIsTakenAtLogin() {
        HttpCookie planted = new HttpCookie("SESSION", id("11111111-1111-4111-8111-111111111111"));
        planted.setPath("/");
        planted.setDomain("127.0.0.1");
        browser.keep(planted);
        browser.logIn("otto", "operator");
        String first = browser.cookie("SESSION").orElseThrow().getValue();
        assertThat(first).isNotEqualTo(planted.getValue());
        browser.logIn("otto", "operator");
        assertThat(browser.cookie("SESSION").orElseThrow().getValue()).isNotEqualTo(first);
    }

    @Test
    void aSessionEndsAfterADayHoweverBusy() {
        browser.logIn("otto", "operator");
        clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(browser.get(ME).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(browser.get(ME).statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionEndsWithItsUserAndWithItsPassword() {
        browser.logIn("otto", "operator");
        jdbc.sql("update spring_session_attributes set attribute_bytes = '\"gone\"' where attribute_name = 'name'")
                .update();
        assertThat(browser.get(ME).statusCode()).isEqualTo(401);
        browser.logIn("otto", "operator");
        jdbc.sql("update spring_session_attributes set attribute_bytes = '\"00\"' where attribute_name = 'password'")
                .update();
        assertThat(browser.get(ME).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "\0", "11111111-1111-4111-8111-111111111111", "' or '1'='1"})
    void aCookieThatNamesNoSessionIsNone(String id) {
        String request = "GET " + ME + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\nCookie: SESSION=" + id(id);
        assertThat(RawHttp.ask(port, request + "\r\n\r\n").status()).isEqualTo(401);
    }

    @Test
    void sessionsThatAreOverAreDeleted() {
        browser.logIn("otto", "operator");
        new Browser(port).logIn("vera", "viewer");
        jdbc.sql(
                        "update spring_session set expiry_time = 1 where primary_id = (select min(primary_id) from spring_session)")
                .update();
        runScheduled("SessionSweep.sweep");
        assertThat(jdbc.sql("select count(*) from spring_session")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void theManagementPortLogsNobodyIn() {
        Browser inside = new Browser(managementPort);
        assertThat(inside.logIn("otto", "operator").statusCode()).isEqualTo(404);
        assertThat(inside.cookie("SESSION")).isEmpty();
    }

    private static String id(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
