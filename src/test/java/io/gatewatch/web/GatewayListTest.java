package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GatewayListTest extends ResultsWorld {

    private static final String LIST = "/api/v1/gateways";
    private static final Instant LATELY = NOON.minusSeconds(600);

    private List<String> serials(String path) {
        return each(json(path).get("items"), "/serialNumber");
    }

    private static Told of(String serial, int secondsLater, Double rate, double millis) {
        return Told.test("t-" + serial + secondsLater, LATELY.plusSeconds(secondsLater))
                .of(serial)
                .rated(rate)
                .took(millis);
    }

    private void fourGateways() {
        gateways.meet(List.of("idle", "b", "a", "C"));
        record(of("a", 30, 50.0, 10), of("b", 10, 100.0, 500), of("C", 20, 75.0, 100));
    }

    @Test
    void everyOrderPutsGatewaysWithoutTestsLast() {
        fourGateways();
        assertThat(serials(LIST)).containsExactly("C", "a", "b", "idle");
        assertThat(serials(LIST + "?sort=successRate")).containsExactly("a", "C", "b", "idle");
        assertThat(serials(LIST + "?sort=latency")).containsExactly("b", "C", "a", "idle");
        assertThat(serials(LIST + "?sort=lastTest")).containsExactly("a", "C", "b", "idle");
    }

    @Test
    void figuresAreThoseOfTheWindow() {
        record(
                of("a", 0, 50.0, 10),
                Told.test("old", NOON.minus(Duration.ofDays(2))).of("a"));
        assertThat(json(LIST).at("/items/0/figures/tests").asInt()).isEqualTo(1);
        assertThat(json(LIST + "?window=P7D")
                        .at("/items/0/figures/successRatePercent")
                        .asDouble())
                .isEqualTo(75);
        JsonNode one = json(LIST + "/a");
        assertThat(one.at("/figures/PT1H/tests").asInt()).isEqualTo(1);
        assertThat(one.at("/figures/P7D/tests").asInt()).isEqualTo(2);
        assertThat(one.at("/urls/0").asString()).isEqualTo("www.example.org");
        assertThat(one.at("/lastTestAt").asString()).isEqualTo(LATELY.toString());
    }

    @Test
    void aGatewayWithoutTestsHasCountsOfNoughtAndNothingElse() {
        gateways.meet(List.of("idle"));
        ask(LIST).expectBody().json("""
                {"items": [{"serialNumber": "idle", "name": null, "site": null, "lastTestAt": null, "figures":
                  {"tests": 0, "successfulTests": 0, "partialTests": 0, "failedTests": 0, "successRatePercent": null,
                   "requestsSent": 0, "responsesReceived": 0, "responseBytes": 0, "downloadRateBytesPerSecond": null,
                   "latencyMilliseconds":
                     {"min": null, "average": null, "max": null, "p50": null, "p95": null, "p99": null}}}]}
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serialNumber", "successRate", "latency", "lastTest"})
    void pagesAreCompleteAndWithoutRepeatsWhileTestsArrive(String sort) {
        for (int i = 0; i < 11; i++) {
            record(of("GW" + i, i % 5, 20.0 * (i % 4), 100 * (i % 3)));
        }
        gateways.meet(List.of("idle1", "idle2"));
        List<String> all = serials(LIST + "?sort=" + sort);
        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = json(LIST + "?limit=3&sort=" + sort + cursor);
            paged.addAll(each(page.get("items"), "/serialNumber"));
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asString() : null;
            clock.advance(Duration.ofSeconds(1));
            testsArrive();
        }
        assertThat(paged).hasSize(13).isEqualTo(all);
    }

    private void testsArrive() {
        for (int i = 0; i < 11; i++) {
            String id = "n" + clock.instant().getEpochSecond() + "-" + i;
            record(Told.test(id, clock.instant().minusSeconds(i))
                    .of("GW" + i)
                    .rated(0.0)
                    .took(10_000));
        }
    }

    @Test
    void theLastPageHasNoCursor() {
        gateways.meet(List.of("a", "b"));
        assertThat(json(LIST + "?limit=2").has("nextCursor")).isFalse();
        assertThat(json(LIST + "?limit=1").has("nextCursor")).isTrue();
    }

    @Test
    void aCursorAloneGoesOnInItsOwnOrderAndWindow() {
        fourGateways();
        String cursor = json(LIST + "?sort=latency&window=P1D&limit=1")
                .get("nextCursor")
                .asString();
        assertThat(serials(LIST + "?cursor=" + cursor)).containsExactly("C", "a", "idle");
        assertThat(refusedField(LIST + "?sort=lastTest&cursor=" + cursor)).isEqualTo("cursor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=501",
                "limit=x",
                "limit=",
                "sort=name",
                "sort=",
                "window=PT59S",
                "window=P32D",
                "window=-PT1H",
                "window=1h",
                "cursor=",
                "cursor=x",
                "cursor=AAAA",
                "cursor=c2VyaWFs"
            })
    void whatMakesNoSenseIsRefusedByItsName(String query) {
        assertThat(refusedField(LIST + "?" + query)).isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void forgedCursorsAreRefusedToo() {
        Instant far = Instant.MAX;
        assertThat(refusedField(LIST + "?cursor=" + Cursor.of("serialNumber", far, far, 0.0, "a")))
                .isEqualTo("cursor");
        assertThat(refusedField(LIST + "?cursor=" + Cursor.of("serialNumber", NOON, NOON, 0.0, "a\0")))
                .isEqualTo("cursor");
    }
}
