package io.gatewatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A world that somebody looks at with a browser; nobody is logged in when a test begins. */
abstract class PageWorld extends ResultsWorld {

    protected static Browser browser;

    @BeforeAll
    static void startTheBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void endIt() {
        if (browser != null) {
            browser.close();
            browser = null;
        }
    }

    @BeforeEach
    void forgetWhoWasHere() {
        browser.driver().manage().deleteAllCookies();
        browser.size(1440, 900);
        browser.complaints();
    }

    @AfterEach
    void theBrowserHadNothingAgainstThePage() {
        assertThat(browser.complaints()).isEmpty();
    }

    protected String page(String address) {
        return "http://127.0.0.1:" + port + "/" + address;
    }

    protected void comeAs(String name, String password, String address) {
        browser.openAnew(page(address));
        browser.login(name, password);
    }

    protected void comeAsViewer(String address) {
        comeAs("vera", "viewer", address);
    }

    /** Three gateways test two urls: one well, one loses answers, and to one nothing came back for the last hour. */
    protected void oneIsDown() {
        tests("GOOD", 100.0, 0, 180);
        tests("LOSSY", 60.0, 0, 180);
        tests("DOWN", 100.0, 60, 180);
        tests("DOWN", 0.0, 0, 60);
        rename("DOWN", "Branch 12", "Turin");
    }

    /** A test of each url every ten minutes, from so many minutes ago to so many. */
    protected void tests(String serial, double rate, int from, int to) {
        List<Told> tests = new ArrayList<>();
        for (int minutes = from + 5; minutes < to; minutes += 10) {
            for (String url : List.of("www.example.org", "www.example.com")) {
                Told test = Told.test(id(serial, minutes, url), NOON.minus(Duration.ofMinutes(minutes)))
                        .of(serial)
                        .to(url)
                        .rated(rate);
                tests.add(rate == 0 ? test.unanswered().because("Destination not resolved") : test.took(100, 120, 300));
            }
        }
        record(tests);
    }

    /** The tasks of all tests that are there, by which single tests are found. */
    protected void finishTasks() {
        jdbc.sql("""
                        insert into task (task_id, gateway_id, protocol, state, registered_at, due_at, deadline_at, settled_at,
                            observed_at)
                        select task_id, gateway_id, protocol, 'finished', observed_at, observed_at, observed_at, stored_at,
                            observed_at
                        from http_test
                        """).update();
    }

    protected static String id(String serial, int minutesAgo, String url) {
        return serial + "-" + minutesAgo + "-" + url;
    }

    protected void rename(String serial, String name, String site) {
        http.put()
                .uri("/api/v1/gateways/" + serial)
                .headers(headers -> headers.setBasicAuth("otto", "operator"))
                .body(Map.of("name", name, "site", site))
                .exchange()
                .expectStatus()
                .isOk();
    }
}
