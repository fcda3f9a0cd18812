package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.Protocol;
import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UrlListTest extends ResultsWorld {

    private static final String LIST = "/api/v1/urls";
    private static final Instant LATELY = NOON.minusSeconds(600);

    private int made;

    private Told of(String serial, String url) {
        return Told.test("t" + made++, LATELY.plusSeconds(made)).of(serial).to(url);
    }

    @Test
    void everyUrlAndProtocolHasItsFiguresOverAllGateways() {
        record(
                of("GW1", "a").took(100, 300),
                of("GW2", "a").took(200).rated(50.0),
                of("GW2", "a").took(900).by(Protocol.HTTPS),
                of("GW1", "b").unanswered());
        ask(LIST).expectStatus().isOk().expectBody().json("""
                {"items": [
                  {"url": "a", "protocol": "http", "gateways": 2, "figures": {"tests": 2, "successRatePercent": 75.0,
                   "latencyMilliseconds": {"p50": 200.0, "max": 300.0}}},
                  {"url": "a", "protocol": "https", "gateways": 1, "figures": {"tests": 1}},
                  {"url": "b", "protocol": "http", "gateways": 1, "figures": {"failedTests": 1,
                   "latencyMilliseconds": {"p50": null}}}]}
                """);
    }

    @Test
    void whatNobodySaidAndWhatIsLiterallyUnknownIsOneUnknown() {
        record(of("GW1", null), of("GW2", "unknown"), of("GW2", null));
        JsonNode items = json(LIST).get("items");
        assertThat(items).hasSize(1);
        assertThat(items.at("/0/url").asString()).isEqualTo("unknown");
        assertThat(items.at("/0/gateways").asInt()).isEqualTo(2);
        assertThat(items.at("/0/figures/tests").asInt()).isEqualTo(3);
        assertThat(json("/api/v1/gateways/GW2/tests?url=unknown").get("items")).hasSize(2);
    }

    @Test
    void onlyWhatWasTestedInTheWindowIsListed() {
        record(of("GW1", "a"), Told.test("old", NOON.minusSeconds(7200)).to("old"));
        assertThat(each(json(LIST).get("items"), "/url")).containsExactly("a");
        assertThat(each(json(LIST + "?window=P1D").get("items"), "/url")).containsExactly("a", "old");
    }

    @Test
    void pagesAreCompleteAlsoWithUrlsLongerThanAnyCursor() {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            urls.add("€".repeat(2000) + i);
            record(of("GW1", urls.get(i)), of("GW2", urls.get(i)).by(Protocol.HTTPS));
        }
        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = json(LIST + "?limit=3" + cursor);
            paged.addAll(each(page.get("items"), "/url"));
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asString() : null;
            record(of("GW3", "later" + made));
        }
        assertThat(paged)
                .filteredOn(url -> !url.startsWith("later"))
                .hasSize(14)
                .containsAll(urls);
    }

    @Test
    void whatMakesNoSenseIsRefusedByItsName() {
        assertThat(refusedField(LIST + "?limit=0")).isEqualTo("limit");
        assertThat(refusedField(LIST + "?window=P400D")).isEqualTo("window");
        assertThat(refusedField(LIST + "?cursor=" + Cursor.of(NOON, NOON, "x", "http")))
                .isEqualTo("cursor");
        assertThat(refusedField(LIST + "?cursor=" + Cursor.of(NOON, NOON, 1, "ftp")))
                .isEqualTo("cursor");
    }
}
