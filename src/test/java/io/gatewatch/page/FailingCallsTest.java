package io.gatewatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;

/** Each call of each view fails in turn: it is named, and everything else is there. */
class FailingCallsTest extends PageWorld {

    private static final int DAY = 1440;

    /** What a view reads with one call: how it is called on the page, and by what it is known to be there. */
    private record Part(String call, String title, String shown, List<String> needs) {

        Part(String call, String title, String shown, String... needs) {
            this(call, title, shown, List.of(needs));
        }
    }

    private record View(String name, String address, String window, List<Part> parts) {

        @Override
        public String toString() {
            return address;
        }
    }

    private static final String GATEWAYS = "/api/v1/gateways\\?";
    private static final String STRIPS = "/api/v1/strips\\?.*by=";
    private static final String URLS = "/api/v1/urls\\?";
    private static final String HISTORY = "/history\\?(?!.*step=)";
    private static final String YESTERDAY = "/history\\?.*step=.*from=2025-05-20";
    private static final String LAST_WEEK = "/history\\?.*step=.*from=2025-05-14";
    private static final String CODES = "/codes\\?";

    private static final String OLDER_TILE =
            "[...document.querySelectorAll('.tile small')].some((s) => s.innerText === '%s')";

    private static List<Part> ofFleet(String gateways, String strips, String urls) {
        return List.of(
                new Part(GATEWAYS, "Gateways", has(gateways)),
                new Part(STRIPS, "Strips", has(strips), GATEWAYS),
                new Part(URLS, "URLs", urls),
                new Part("/api/v1/verdict\\?", "The verdict", has(".verdict")));
    }

    private static Stream<View> views() {
        List<Part> tasks = Map.of(
                        "notFound", "Not found",
                        "expired", "Expired",
                        "rejected", "Rejected",
                        "unreadable", "Unreadable",
                        "cancelled", "Cancelled")
                .entrySet()
                .stream()
                .map(state -> new Part(
                        "/api/v1/tasks\\?.*state=" + state.getKey(),
                        "Tasks “" + state.getValue() + "”",
                        "document.querySelector('main').innerText.includes('task-" + state.getKey() + "')"))
                .toList();
        return Stream.of(
                new View(
                        "fleet",
                        "#/?window=PT3H",
                        "3 h",
                        ofFleet(
                                ".fleet-list tbody tr",
                                ".fleet-list .strip",
                                "/\\d/.test(document.querySelector('.tile a[href^=\"#/urls\"]').innerText)")),
                new View(
                        "wall",
                        "#/wall?window=PT3H",
                        "3 h",
                        ofFleet(".mosaic", ".worst .strip", has(".worst.urls li"))),
                new View(
                        "urls",
                        "#/urls?window=PT3H",
                        "3 h",
                        List.of(
                                new Part(URLS, "URLs", has(".list tbody tr")),
                                new Part(STRIPS, "Strips", has(".list .strip"), URLS))),
                new View(
                        "url",
                        "#/url/http/www.example.org?window=PT1H",
                        "1 h",
                        List.of(
                                new Part(HISTORY, "History", has("time-chart")),
                                new Part(
                                        YESTERDAY,
                                        "The comparison with yesterday",
                                        OLDER_TILE.formatted("yesterday"),
                                        HISTORY),
                                new Part(
                                        LAST_WEEK,
                                        "The comparison with last week",
                                        OLDER_TILE.formatted("last week"),
                                        HISTORY),
                                new Part(CODES, "Response codes", has("[aria-labelledby=codes-title] .list")),
                                new Part(STRIPS, "Gateways", has("[aria-labelledby=gateways-title] .list")))),
                new View(
                        "gateways",
                        "#/gateways/DOWN?window=PT3H",
                        "3 h",
                        List.of(
                                new Part("/api/v1/gateways/DOWN$", "The gateway", has(".title .muted")),
                                new Part(HISTORY, "History", has("time-chart")),
                                new Part(
                                        YESTERDAY,
                                        "The comparison with yesterday",
                                        OLDER_TILE.formatted("yesterday"),
                                        HISTORY),
                                new Part(
                                        LAST_WEEK,
                                        "The comparison with last week",
                                        OLDER_TILE.formatted("last week"),
                                        HISTORY),
                                new Part(STRIPS, "URLs", has("[aria-labelledby=urls-title] .strip")),
                                new Part(CODES, "Response codes", has("[aria-labelledby=codes-title] .list")),
                                new Part(
                                        "/samples\\?",
                                        "Single responses",
                                        "document.querySelector('main').innerText.includes('every response as a dot')",
                                        HISTORY),
                                new Part(
                                        "/baseline\\?",
                                        "The comparison of URLs with yesterday",
                                        "document.querySelector('main').innerText.includes('against yesterday')",
                                        STRIPS),
                                new Part("/tests\\?", "Tests", has("[aria-labelledby=tests-title] tbody tr")))),
                new View("tasks", "#/tasks?state=lost", "Without a result", tasks),
                new View(
                        "tests",
                        "#/tests/" + id("DOWN", 5, "www.example.org"),
                        null,
                        List.of(new Part("/api/v1/tests/", "The test", has("#rows")))));
    }

    private static Stream<View> windowed() {
        return views().filter(view -> view.address.contains("window="));
    }

    private static String has(String css) {
        return "document.querySelector(\"" + css + "\") !== null";
    }

    @BeforeEach
    void someTestsAndTasks() {
        oneIsDown();
        for (int days : List.of(1, 7)) {
            tests("DOWN", 100.0, days * DAY, days * DAY + 180);
        }
        finishTasks();
        for (String state : List.of("notFound", "expired", "rejected", "unreadable", "cancelled")) {
            register("task-" + state);
            jdbc.sql("update task set state = ?, settled_at = registered_at where task_id = ?")
                    .params(state, "task-" + state)
                    .update();
        }
        comeAsViewer("#/register");
        browser.find(".user");
        // As if the server failed: what the console says of a real 500 would hide what it says of the page.
        browser.script("""
                const real = window.fetch;
                [window.failing, window.held, window.asked] = [[], [], []];
                window.fetch = (address, options) => {
                  const path = '/' + address;
                  const isOneOf = (calls) => calls.some((one) => new RegExp(one).test(path));
                  window.asked.push(path);
                  if (isOneOf(window.held)) {
                    return new Promise((answer, fail) => options.signal?.addEventListener('abort', () => fail(options.signal.reason)));
                  }
                  return isOneOf(window.failing)
                    ? Promise.resolve(new Response(JSON.stringify({ detail: 'The disk is full' }),
                        { status: 500, headers: { 'Content-Type': 'application/problem+json' } }))
                    : real(address, options);
                };
                """);
    }

    @ParameterizedTest
    @MethodSource("views")
    void aCallThatFailsIsNamedAndTheRestIsThere(View view) {
        go(view);
        assertThat(asked())
                .allMatch(path -> view.parts.stream().anyMatch(part -> path.matches(".*" + part.call + ".*")));
        assertThat(shown(view)).containsExactlyElementsOf(titles(view.parts));
        assertThat(said()).isEmpty();
        for (Part failing : view.parts) {
            fail(failing.call);
            go(view);
            if (view.parts.size() == 1) {
                assertThat(said()).containsExactly(failing.title + " could not be read.");
                browser.awaitText(".outage", "Nothing could be read: The disk is full. Retrying.");
            } else {
                assertThat(said()).containsExactly(failing.title + " could not be read: The disk is full. Retrying.");
                assertThat(browser.all(".outage")).isEmpty();
            }
            assertThat(shown(view))
                    .as("without " + failing.title)
                    .containsExactlyElementsOf(titles(view.parts.stream()
                            .filter(part -> part != failing && !part.needs.contains(failing.call))
                            .toList()));
            controlsAreThere(view);
        }
    }

    @ParameterizedTest
    @MethodSource("views")
    void whenAllCallsFailTheControlsStay(View view) {
        fail("/api/");
        go(view);
        browser.awaitText(".outage", "Nothing could be read: The disk is full. Retrying.");
        assertThat(said()).contains(view.parts.get(0).title + " could not be read.");
        assertThat(shown(view)).isEmpty();
        controlsAreThere(view);
        heal();
        browser.click(".outage button");
        browser.awaitNone(".outage");
        assertThat(shown(view)).containsExactlyElementsOf(titles(view.parts));
    }

    @ParameterizedTest
    @MethodSource("windowed")
    void figuresOfOneWindowAreNeverShownUnderAnother(View view) {
        go(view);
        browser.script("window.held = ['/api/']");
        browser.driver().findElement(By.linkText("7 d")).click();
        browser.find("main[aria-busy=true]");
        assertThat(selected()).containsExactly(view.window);
        assertThat(shown(view)).containsExactlyElementsOf(titles(view.parts));
        browser.script("window.held = []");
        fail("/api/");
        browser.press("r");
        browser.awaitText(".outage", "Nothing could be read: The disk is full. Retrying.");
        assertThat(selected()).containsExactly("7 d");
        assertThat(shown(view)).isEmpty();
    }

    @Test
    void figuresOfTheSameWindowStayWithTheTimeAtWhichTheyWereRead() {
        View fleet = views().findFirst().orElseThrow();
        go(fleet);
        fail(STRIPS);
        browser.press("r");
        browser.awaitText(".unread", "Strips could not be read: The disk is full. What is shown was read at 14:0");
        assertThat(shown(fleet)).containsExactlyElementsOf(titles(fleet.parts));
        browser.awaitText(".fresh", "Not up to date");
        heal();
        // By itself, after some seconds.
        browser.awaitNone(".unread");
        browser.awaitText(".fresh", "Live");
    }

    private void fail(String call) {
        browser.script("window.failing = [arguments[0]]", call);
    }

    private void heal() {
        browser.script("window.failing = []");
    }

    /** Leaves what is there and comes back, so that nothing of it is kept; then waits until the view is read. */
    private void go(View view) {
        browser.driver().executeAsyncScript("""
                const [view, address, done] = arguments;
                const isRead = () => document.documentElement.dataset.view === view && !document.querySelector('.spinner');
                const tell = () => isRead() ? done() : requestAnimationFrame(tell);
                const go = (hash, then) => {
                  window.addEventListener('hashchange', () => requestAnimationFrame(then), { once: true });
                  location.hash = hash;
                };
                const there = () => { window.asked = []; go(address, tell); };
                if (location.hash === '#/register') {
                  there();
                } else {
                  go('#/register', there);
                }
                """, view.name, view.address);
    }

    @SuppressWarnings("unchecked")
    private static List<String> asked() {
        return ((List<String>) browser.script("return window.asked"))
                .stream().filter(path -> !path.equals("/api/v1/status")).toList();
    }

    private static List<String> said() {
        return browser.texts(".unread");
    }

    /** The titles of the parts that are to be seen. */
    private static List<String> shown(View view) {
        List<String> titles = new ArrayList<>();
        for (Part part : view.parts) {
            if (Boolean.TRUE.equals(browser.script("return " + part.shown))) {
                titles.add(part.title);
            }
        }
        return titles;
    }

    private static List<String> titles(List<Part> parts) {
        return parts.stream().map(Part::title).toList();
    }

    private static void controlsAreThere(View view) {
        assertThat(browser.all("main h1")).hasSize(1);
        if (view.window != null) {
            assertThat(selected()).containsExactly(view.window);
        }
    }

    private static List<String> selected() {
        return browser.texts("main .choice:not([aria-label=Outcome]) [aria-current=true]");
    }
}
