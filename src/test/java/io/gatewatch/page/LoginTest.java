package io.gatewatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoginTest extends PageWorld {

    @Test
    void whoComesWithoutASessionIsAskedWhoTheyAreAndThenSeesWhatTheyCameFor() {
        oneIsDown();
        browser.openAnew(page("#/gateways/LOSSY"));
        browser.awaitText("h1", "Gatewatch");
        browser.login("vera", "viewer");
        browser.awaitText("h1", "LOSSY");
        assertThat(browser.text(".user")).isEqualTo("vera");
    }

    @Test
    void aWrongPasswordIsRefusedInWords() {
        browser.openAnew(page(""));
        browser.login("vera", "wrong");
        browser.awaitText(".refusal", "do not fit together");
        assertThat(browser.all(".user")).isEmpty();
    }

    @Test
    void whoLogsOutIsOut() {
        comeAsViewer("");
        browser.awaitText(".user", "vera");
        browser.click("header.top button:last-child");
        browser.find("input[name=password]");
        browser.openAnew(page(""));
        browser.find("input[name=password]");
        assertThat(browser.all(".user")).isEmpty();
    }

    @Test
    void aSessionThatEndsMeanwhileLeadsBackToTheForm() {
        comeAsViewer("");
        browser.awaitText(".user", "vera");
        browser.driver().manage().deleteCookieNamed("SESSION");
        browser.press("r");
        browser.find("input[name=password]");
        browser.login("otto", "operator");
        browser.awaitText(".user", "otto");
    }

    @Test
    void theShellIsOpenToAllAndHoldsNoFigures() {
        oneIsDown();
        String shell = http.get()
                .uri("/")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueMatches("Content-Security-Policy", "default-src 'none';.*script-src 'self'; style-src 'self';.*")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(shell).contains("<div id=\"page\">").doesNotContain("DOWN", "http://", "https://", "<style");
    }
}
