package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.Protocol;
import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StripsTest extends ResultsWorld {

    private static final String STRIPS = "/api/v1/strips";

    /** In the last whole hour before noon. */
    private static final Instant LATELY = NOON.minusSeconds(600);

    private static Told of(String serial, String id) {
        return Told.test(id, LATELY).of(serial);
    }

    @Test
    void everyStepHasItsFiguresAndOthersAreNull() {
        record(
                of("a", "t1").rated(100.0).took(100, 200),
                of("a", "t2").rated(50.0).took(300).to("www.example.com"),
                Told.test("t3", NOON.minus(Duration.ofHours(3))).of("a").unanswered());
        JsonNode strips = json(STRIPS + "?window=PT4H");
        assertThat(strips.get("from").asString()).isEqualTo("2025-05-21T09:00:00Z");
        assertThat(strips.get("step").asString()).isEqualTo("PT1H");
        assertThat(strips.get("items").toString()).isEqualTo("""
                [{"serialNumber":"a","firstSeenAt":"2025-05-21T12:00:00Z","tests":[1,0,2,0],\
                "successRatePercent":[0.0,null,75.0,null],\
                "averageLatencyMilliseconds":[null,null,200,null]}]""");
    }

    @Test
    void urlsAreKeptApartByProtocolAndCountedOverAllGateways() {
        record(
                of("a", "t1").rated(100.0),
                of("b", "t2").rated(0.0),
                of("a", "t3").by(Protocol.HTTPS),
                of("a", "t4").to(null));
        JsonNode items = json(STRIPS + "?by=url&window=PT2H").get("items");
        assertThat(each(items, "/url")).containsExactly("unknown", "www.example.org", "www.example.org");
        assertThat(each(items, "/protocol")).containsExactly("http", "http", "https");
        assertThat(items.at("/1/tests/0").asInt()).isEqualTo(2);
        assertThat(items.at("/1/successRatePercent/0").asDouble()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({
        "by=gateway&url=www.example.org, a",
        "by=gateway&url=unknown, b",
        "by=gateway&protocol=https, b",
        "by=url&serialNumber=a, www.example.org"
    })
    void aFilterLeavesThoseThatWereTestedSo(String filter, String left) {
        record(of("a", "t1"), of("b", "t2").by(Protocol.HTTPS).to(null));
        JsonNode items = json(STRIPS + "?" + filter).get("items");
        assertThat(items).hasSize(1);
        assertThat(items.get(0)
                        .path("serialNumber")
                        .asString(items.get(0).path("url").asString("")))
                .isEqualTo(left);
    }

    @Test
    void whoFellSilentHasAnEmptyStripAndWhoIsRetiredHasNone() {
        record(Told.test("t1", NOON.minus(Duration.ofDays(9))).of("silent"), of("gone", "t2"));
        gateways.meet(List.of("never"));
        gateways.retire("gone");
        JsonNode items = json(STRIPS + "?window=PT2H").get("items");
        assertThat(each(items, "/serialNumber")).containsExactly("silent");
        assertThat(items.at("/0/tests").toString()).isEqualTo("[0,0]");
    }

    @Test
    void aStripSaysSinceWhenThereAreResultsOfIt() {
        record(of("a", "t1"));
        clock.advance(Duration.ofMinutes(6));
        record(of("a", "t2").to("www.example.com"), of("b", "t3"));
        assertThat(each(json(STRIPS).get("items"), "/firstSeenAt"))
                .containsExactly("2025-05-21T12:00:00Z", "2025-05-21T12:06:00Z");
        assertThat(each(json(STRIPS + "?by=url&serialNumber=a").get("items"), "/firstSeenAt"))
                .containsExactly("2025-05-21T12:06:00Z", "2025-05-21T12:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"PT1M, PT1H, 1", "PT24H, PT1H, 24", "PT33H, PT2H, 17", "P7D, PT6H, 28", "P30D, P1D, 30", "P31D, P1D, 31"
    })
    void aWindowHasAtMost32Steps(String window, String step, int steps) {
        record(of("a", "t1"));
        JsonNode strips = json(STRIPS + "?window=" + window);
        assertThat(strips.get("step").asString()).isEqualTo(step);
        assertThat(strips.at("/items/0/tests")).hasSize(steps);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "url"})
    void pagesGoOnWhereTheOneBeforeEnded(String by) {
        for (int i = 0; i < 7; i++) {
            record(of("GW" + i, "t" + i).to("www.example.org/line\n" + i));
        }
        List<JsonNode> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = json(STRIPS + "?limit=3&by=" + by + cursor);
            page.get("items").forEach(paged::add);
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asString() : null;
        }
        assertThat(paged).hasSize(7).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"by=site", "window=P32D", "serialNumber=a_b", "protocol=ftp", "limit=0", "cursor=AAAA"})
    void whatMakesNoSenseIsRefusedByItsName(String query) {
        assertThat(refusedField(STRIPS + "?" + query)).isEqualTo(query.substring(0, query.indexOf('=')));
    }
}
