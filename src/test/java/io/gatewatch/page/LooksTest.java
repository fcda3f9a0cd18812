package io.gatewatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;

/** What is bad, since when, and is it the gateway, the url or the world: three looks. */
class LooksTest extends PageWorld {

    private static final String ROWS = ".fleet-list tbody tr";

    @Test
    void theFirstLookShowsWhatIsBadWorstFirst() {
        oneIsDown();
        comeAsViewer("");
        browser.awaitText(ROWS, "Branch 12");
        assertThat(browser.texts(ROWS + " th a")).containsExactly("Branch 12", "LOSSY", "GOOD");
        assertThat(browser.texts(ROWS + " .sign")).containsExactly("Failing", "Degraded", "OK");
        assertThat(browser.text(".verdict h2")).isEqualTo("It is the gateway");
        assertThat(browser.texts(".service")).first().asString().contains("Pace", "Budget", "Lag", "Pending");
    }

    @Test
    void itSaysSinceWhenInTheTimeOfTheOneWhoLooks() {
        oneIsDown();
        comeAsViewer("");
        // 11:00 UTC is 13:00 in Berlin.
        browser.awaitText(ROWS + ".failing .since", "13:00");
        assertThat(browser.text(ROWS + ".failing .since")).contains("1 h");
    }

    @Test
    void theSecondLookIsTheGatewayOverTimeWithItsUrlsAndTests() {
        oneIsDown();
        comeAsViewer("");
        browser.awaitText(ROWS, "Branch 12");
        browser.click(ROWS + ".failing a");
        browser.awaitText("h1", "Branch 12");
        browser.find("time-chart canvas");
        assertThat(browser.all("time-chart")).hasSize(2);
        assertThat(browser.texts("section[aria-labelledby=urls-title] tbody th > a"))
                .containsExactly("www.example.com", "www.example.org");
        assertThat(browser.texts("section[aria-labelledby=codes-title] tbody th"))
                .first()
                .asString()
                .startsWith("200");
        assertThat(browser.texts("section[aria-labelledby=tests-title] tbody .sign"))
                .contains("Failure", "Success");
    }

    @ParameterizedTest
    @ValueSource(ints = {1101, 1440, 1561, 1920})
    void tablesBesideEachOtherDoNotTouch(int width) {
        oneIsDown();
        browser.size(width, 900);
        comeAsViewer("#/gateways/DOWN");
        browser.find("section[aria-labelledby=codes-title] .list");
        Rectangle urls =
                browser.find("section[aria-labelledby=urls-title] .list").getRect();
        Rectangle codes =
                browser.find("section[aria-labelledby=codes-title] .list").getRect();
        boolean above = urls.y + urls.height < codes.y;
        assertThat(above || urls.x + urls.width + 10 <= codes.x).isTrue();
        assertThat(codes.x + codes.width).isLessThanOrEqualTo(width);
    }

    @ParameterizedTest
    @CsvSource({"100000, ' ms', 1440", "100000, ' ms', 360", "987.6, ' MB/s', 360", "100, ' %', 1440"})
    void anAxisIsAsWideAsItsLongestLabel(double most, String unit, int width) {
        tests("GW1", 100.0, 0, 60);
        browser.size(width, 900);
        comeAsViewer("#/gateways/GW1?window=PT3H");
        browser.find("time-chart canvas");
        assertThat((List<?>) browser.script("""
                const [most, unit] = arguments;
                const plain = CanvasRenderingContext2D.prototype.fillText;
                const cut = [];
                let labels = 0;
                CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
                  if (this.textAlign === 'right') {
                    labels++;
                    if (x - this.measureText(text).width < 0) { cut.push(text); }
                  }
                  plain.call(this, text, x, y);
                };
                const chart = document.createElement('time-chart');
                chart.spec = { label: '', unit: (value) => value.toLocaleString('en') + unit, times: [0, 3600], from: 0, to: 3600,
                  lines: [{ label: '', values: [most, most / 3], colour: 'accent' }], onZoom: () => {} };
                document.querySelector('main').append(chart);
                return Promise.resolve().then(() => labels > 2 ? cut : ['no labels']);
                """, most, unit)).isEmpty();
    }

    @Test
    void olderTestsAreReadForAsLongAsThereAreAny() {
        tests("GW1", 100.0, 0, 720);
        comeAsViewer("#/gateways/GW1");
        String rows = "section[aria-labelledby=tests-title] tbody tr";
        for (int shown : List.of(25, 125, 144)) {
            browser.await(() -> browser.all(rows).size() == shown);
            browser.all("section[aria-labelledby=tests-title] p button").forEach(WebElement::click);
        }
    }

    @Test
    void aTestShowsItsRowsAndTheReason() {
        oneIsDown();
        finishTasks();
        comeAsViewer("#/tests/" + id("DOWN", 65, "www.example.org"));
        browser.awaitText("h1", "Test of DOWN");
        assertThat(browser.texts("section[aria-labelledby=rows] tbody tr")).hasSize(3);
        browser.openAnew(page("#/tests/" + id("DOWN", 5, "www.example.org")));
        browser.awaitText(".stale", "Destination not resolved");
    }

    @Test
    void theThirdLookTellsAUrlThatFailsForAllFromAGatewayThatFails() {
        tests("GW1", 100.0, 0, 60);
        tests("GW2", 100.0, 0, 60);
        jdbc.sql("update http_test set outcome = 'failure', success_rate_percent = 0, responses_received = 0"
                        + " where url_id = (select id from url where text = 'www.example.com')")
                .update();
        comeAsViewer("");
        browser.awaitText(".verdict h2", "It is the url");
        assertThat(browser.texts(".verdict li a")).containsExactly("www.example.com");
        browser.click(".verdict li a");
        browser.awaitText("h1", "www.example.com");
        browser.awaitText("section[aria-labelledby=gateways-title] tbody th", "GW1");
    }

    @Test
    void whenMostGatewaysFailItIsTheWorld() {
        List.of("GW1", "GW2", "GW3").forEach(serial -> tests(serial, 0.0, 0, 60));
        comeAsViewer("#/wall");
        browser.awaitText(".verdict h2", "It is the world");
    }

    @Test
    void whoFellSilentIsNotTakenForWell() {
        tests("GONE", 100.0, 120, 180);
        comeAsViewer("");
        browser.awaitText(ROWS + " .sign", "Silent");
    }

    @Test
    void readingAgainShowsWhatIsNew() {
        tests("GW1", 100.0, 0, 60);
        comeAsViewer("");
        browser.awaitText(ROWS, "GW1");
        tests("GW2", 0.0, 0, 60);
        clock.advance(Duration.ofSeconds(1));
        browser.press("r");
        browser.awaitText(ROWS, "GW2");
    }

    @Test
    void whileTheServerIsAwayTheLastFiguresStayAndAreSaidToBeOld() {
        tests("GW1", 100.0, 0, 60);
        comeAsViewer("");
        browser.awaitText(ROWS, "GW1");
        browser.offline(true);
        browser.press("r");
        browser.awaitText(".stale", "the last figures that could be read");
        browser.awaitText(".fresh", "Not up to date");
        assertThat(browser.texts(ROWS)).hasSize(1);
        browser.offline(false);
        browser.press("r");
        browser.awaitText(".fresh", "Live");
        browser.complaints();
    }

    @Test
    void tablesAreSaved(@TempDir Path directory) {
        oneIsDown();
        comeAsViewer("#/gateways/DOWN?window=PT3H");
        browser.saveTo(directory);
        browser.awaitText("button", "History as CSV");
        browser.all("section button.quiet").forEach(WebElement::click);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(directory.toFile().list())
                        .containsExactlyInAnyOrder("DOWN-history.csv", "DOWN-tests.csv"));
        assertThat(directory.resolve("DOWN-tests.csv")).content().contains("Destination not resolved");
    }

    @Test
    void withoutAnyGatewayItSaysWhatToDo() {
        comeAsViewer("");
        browser.awaitText(".state", "No gateway has been met yet");
    }

    @Test
    void aGatewayThatNobodyKnowsIsSaidToBeUnknown() {
        comeAsViewer("#/gateways/NOBODY");
        browser.awaitText(".state", "There is no such thing");
        browser.complaints();
    }
}
