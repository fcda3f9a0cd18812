package io.gatewatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every view with every window, at several times of the day, on a month of tests: what is asked for is what is shown. */
class EveryWindowTest extends PageWorld {

    private static final Map<String, String> WINDOWS =
            Map.of("PT1H", "1 h", "PT3H", "3 h", "PT6H", "6 h", "PT24H", "24 h", "P7D", "7 d", "P30D", "30 d");
    private static final List<String> SERIALS = List.of("GOOD", "LOSSY", "DOWN");
    private static final List<String> URLS = List.of("www.example.org", "www.example.com");
    private static final int DAYS = 32;

    private Instant now;
    private List<Told> told;

    @ParameterizedTest
    @ValueSource(
            strings = {"2025-05-21T00:30:00Z", "2025-05-21T11:30:00Z", "2025-05-21T12:30:00Z", "2025-05-21T23:30:00Z"})
    void everyViewShowsTheWindowThatIsAskedFor(String at) {
        now = Instant.parse(at);
        clock.set(now);
        aMonth();
        comeAsViewer("#/tasks");
        browser.find(".user");
        for (String window : WINDOWS.keySet()) {
            fleet(window);
            wall(window);
            urls(window);
            url(window);
            gateway(window);
        }
        tasksAndATest();
        assertThat(browser.complaints()).isEmpty();
    }

    /** A test of each gateway every hour, of one url after the other; one was first tested six minutes ago. */
    private void aMonth() {
        told = new ArrayList<>();
        for (String serial : SERIALS) {
            for (int n = 0; n < DAYS * 24; n++) {
                told.add(test(serial, n, now.minus(Duration.ofMinutes(6 + 60L * n))));
            }
        }
        told.add(test("NEW", 0, now.minus(Duration.ofMinutes(6))).unanswered());
        record(told);
        jdbc.sql("""
                        update target_totals t set first_seen_at = (
                            select min(observed_at) from http_test h
                            where h.gateway_id = t.gateway_id and h.url_id = t.url_id)
                        """).update();
        finishTasks();
    }

    private static Told test(String serial, int n, Instant at) {
        Told test = Told.test(serial + "-" + n, at).of(serial).to(URLS.get(n % 2));
        return switch (serial) {
            case "DOWN" -> test.unanswered();
            case "LOSSY" -> test.rated(60.0).took(120);
            default -> test.took(100, 9000);
        };
    }

    private long tests(String window, String serial) {
        Instant from = now.minus(Duration.parse(window));
        return told.stream()
                .filter(test -> test.startedAt().isAfter(from))
                .filter(test -> serial.isEmpty() || test.serialNumber().equals(serial))
                .count();
    }

    /** At any second of any step: its newest bucket is drawn, though it has only begun. */
    @Test
    void everyStepIsDrawnWithinTheRange() {
        comeAsViewer("#/");
        Object outside = browser.driver().executeAsyncScript("""
                const done = arguments[0];
                import('/assets/series.js').then(({ middles }) => {
                  let outside = 0;
                  for (let i = 0; i < 2000; i++) {
                    const [step, seconds] = [['PT1M', 60], ['PT15M', 900], ['PT3H', 10800], ['PT12H', 43200], ['P1D', 86400]][i % 5];
                    const to = 1.7e9 + Math.floor(Math.random() * 1e7) + Math.random();
                    const from = to - seconds * (1 + Math.random() * 60);
                    const buckets = [];
                    for (let at = Math.floor(from / seconds) * seconds; at < to; at += seconds) {
                      buckets.push({ start: new Date(at * 1000).toISOString() });
                    }
                    const times = middles({ buckets, step }, { from: from * 1000, to: to * 1000 });
                    outside += times.filter((at, n) => at < from || at > to || (n > 0 && at <= times[n - 1])).length;
                  }
                  done(outside);
                }, (failure) => done(String(failure)));
                """);
        assertThat(outside).isEqualTo(0L);
    }

    private void fleet(String window) {
        Map<String, Object> seen = look("fleet", "#/?window=" + window, window);
        assertThat(seen)
                .containsEntry("rows", 4L)
                .containsEntry("tests", count(tests(window, "")))
                .containsEntry("steps", steps(window, 4));
        assertThat(fromList("/api/v1/gateways?window=" + window)).isEqualTo(tests(window, ""));
        onlyTheNewOneIsBadForSixMinutes();
    }

    private void wall(String window) {
        Map<String, Object> seen = look("wall", "#/wall?window=" + window, window);
        assertThat(seen)
                .containsEntry("worst", window.equals("PT1H") ? 4L : 5L)
                .containsEntry("tests", count(tests(window, "")))
                .containsEntry("steps", steps(window, 3));
    }

    private void urls(String window) {
        long urls = window.equals("PT1H") ? 1 : 2;
        Map<String, Object> seen = look("urls", "#/urls?window=" + window, window);
        assertThat(seen).containsEntry("rows", urls).containsEntry("steps", steps(window, (int) urls));
        assertThat(browser.texts(".list tbody td:last-child").stream()
                        .mapToLong(text -> Long.parseLong(text.replace(",", "")))
                        .sum())
                .isEqualTo(tests(window, ""));
    }

    private void url(String window) {
        String url = URLS.get(0);
        Map<String, Object> seen = look("url", "#/url/http/" + url + "?window=" + window, window);
        long tests = json(
                        "/api/v1/urls/history?url={url}&protocol=http&from={from}&to={to}",
                        url,
                        now.minus(Duration.parse(window)),
                        now)
                .at("/summary/tests")
                .asLong();
        assertThat(seen)
                .containsEntry("rows", window.equals("PT1H") ? 4L + 1 : 4L)
                .containsEntry("charts", 2L)
                .containsEntry("tests", count(tests))
                .containsEntry("steps", steps(window, 4));
        onlyTheNewOneIsBadForSixMinutes();
    }

    /** The others are bad for as long as strips reach back, and have been known for longer. */
    private static void onlyTheNewOneIsBadForSixMinutes() {
        List<String> since = browser.texts("tbody .since").stream()
                .filter(text -> !text.isEmpty())
                .toList();
        assertThat(since).hasSize(3);
        assertThat(since).filteredOn(text -> text.endsWith(" 6 min")).hasSize(1);
        assertThat(since).filteredOn(text -> text.startsWith("more than")).hasSize(2);
    }

    private void gateway(String window) {
        Map<String, Object> seen = look("gateways", "#/gateways/GOOD?window=" + window, window);
        assertThat(seen)
                .containsEntry("charts", 2L)
                .containsEntry("tests", count(tests(window, "GOOD")))
                .containsEntry("steps", steps(window, 2));
        assertThat(browser.texts("section[aria-labelledby=tests-title] tbody tr"))
                .hasSize((int) Math.min(25, tests(window, "GOOD")));
    }

    private void tasksAndATest() {
        assertThat(look("tasks", "#/tasks?state=finished", null)).containsEntry("rows", 100L);
        Map<String, Object> seen = look("tests", "#/tests/GOOD-0", null);
        assertThat(seen).containsEntry("rows", 2L).containsEntry("heading", "Test of GOOD");
    }

    private static String count(long tests) {
        return String.format(Locale.UK, "%,d", tests);
    }

    private long fromList(String path) {
        return StreamSupport.stream(json(path).get("items").spliterator(), false)
                .mapToLong(item -> item.at("/figures/tests").asLong())
                .sum();
    }

    /** So many strips, each of as many steps as the API gives for the window, but a day at least. */
    private long steps(String window, int strips) {
        String least = Duration.parse(window).toHours() < 24 ? "PT24H" : window;
        JsonNode one = json("/api/v1/strips?limit=1&window=" + least).at("/items/0/tests");
        return (long) one.size() * strips;
    }

    /** Goes there within the page, waits until it is read, and tells the main figures of what is shown. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> look(String view, String address, String window) {
        Map<String, Object> seen = (Map<String, Object>) browser.driver().executeAsyncScript("""
                const [view, address, done] = arguments;
                const all = (css) => [...document.querySelectorAll(css)];
                const isRead = () => document.documentElement.dataset.view === view && !document.querySelector('.spinner')
                    && document.querySelector('main').getAttribute('aria-busy') !== 'true';
                const tell = () => isRead() ? done({
                    heading: all('h1')[0]?.innerText,
                    troubles: all('[role=alert], .unread').map((one) => one.innerText),
                    selected: all('nav[aria-label=Window] [aria-current=true]').map((one) => one.innerText),
                    rows: all('.list:not([hidden]) tbody tr').filter((row) => !row.closest('[aria-labelledby=tests-title]')).length,
                    worst: all('.worst li').length,
                    tests: all('.tile').filter((tile) => tile.querySelector('dt').innerText.startsWith('Tests'))
                        .map((tile) => tile.querySelector('dd').innerText)[0],
                    charts: all('time-chart canvas').length,
                    steps: all('.strip:not(.wide)').flatMap((strip) => [...strip.children])
                        .reduce((sum, path) => sum + path.getAttribute('d').split('M').length - 1, 0),
                }) : requestAnimationFrame(tell);
                if (location.hash === address) {
                  tell();
                } else {
                  window.addEventListener('hashchange', () => requestAnimationFrame(tell), { once: true });
                  location.hash = address;
                }
                """, view, address);
        assertThat(seen).as(address).containsEntry("troubles", List.of());
        if (window != null) {
            assertThat(seen).as(address).containsEntry("selected", List.of(WINDOWS.get(window)));
        }
        return seen;
    }
}
