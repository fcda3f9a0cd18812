package io.gatewatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every view keeps the rules for people who see, hear or move otherwise, as far as a program can tell. */
class AccessibilityTest extends PageWorld {

    private static final Map<String, String> VIEWS = Map.ofEntries(
            Map.entry("login", ""),
            Map.entry("fleet", "#/"),
            Map.entry("nothing found", "#/?q=nobody"),
            Map.entry("wall", "#/wall"),
            Map.entry("gateway", "#/gateways/DOWN?window=PT3H"),
            Map.entry("test", "#/tests/" + id("DOWN", 65, "www.example.org")),
            Map.entry("urls", "#/urls"),
            Map.entry("url", "#/url/http/www.example.org?window=PT3H"),
            Map.entry("tasks", "#/tasks"),
            Map.entry("register", "#/register"),
            Map.entry("unknown", "#/gateways/NOBODY"));

    private static Stream<String> views() {
        return VIEWS.keySet().stream().sorted();
    }

    private static String axe() throws IOException {
        try (InputStream script = AccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @MethodSource("views")
    void axeFindsNothing(String view) throws IOException {
        oneIsDown();
        finishTasks();
        register("waiting");
        if (view.equals("login")) {
            browser.openAnew(page(""));
            browser.find("input[name=password]");
        } else {
            comeAs("otto", "operator", VIEWS.get(view));
            browser.find(".user");
            browser.find("main h1");
        }
        browser.script(axe());
        for (String scheme : List.of("light", "dark")) {
            browser.scheme(scheme);
            assertThat(violations()).as(scheme).isEmpty();
        }
        browser.complaints();
    }

    private static List<?> violations() {
        return (List<?>) browser.driver().executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const said = (node) => node.html.slice(0, 200) + ' ' + node.failureSummary;
                axe.run().then((found) => done(found.violations.map((one) =>
                    one.id + ': ' + one.nodes.slice(0, 3).map(said).join(' | '))));
                """);
    }
}
