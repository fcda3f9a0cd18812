package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class VerdictTest extends ResultsWorld {

    private static final String VERDICT = "/api/v1/verdict";

    private int made;

    /** So many tests of the last minutes. */
    private void tests(int count, String serial, String url, boolean answered) {
        for (int i = 0; i < count; i++) {
            Instant at = NOON.minusSeconds(60 + 300L * i);
            Told told = Told.test("t" + made++, at).of(serial).to(url);
            record(answered ? told : told.unanswered());
        }
    }

    private void tests(String serial, String url, boolean answered) {
        tests(4, serial, url, answered);
    }

    @Test
    void aUrlThatFailsEverywhereIsToldWithItsFigures() {
        for (String serial : new String[] {"GW1", "GW2", "GW3"}) {
            tests(serial, "down", false);
            tests(serial, "up", true);
        }
        ask(VERDICT).expectStatus().isOk().expectBody().json("""
                {"from": "2025-05-21T11:30:00Z", "to": "2025-05-21T12:00:00Z", "verdict": "someFail",
                 "thresholds": {"leastTests": 3, "failedTestsPercent": 50, "failingPairsPercent": 80,
                                "leastGateways": 2, "leastUrls": 2},
                 "all": {"verdict": "notFailing", "judgedPairs": 6, "failingPairs": 3,
                         "figures": {"tests": 24, "failedTests": 12, "successRatePercent": 50.0}},
                 "urls": {"judged": 2, "failing": 1, "tooFewTests": 0, "leftOut": 0, "items": [
                    {"url": "down", "protocol": "http", "judgedGateways": 3, "failingGateways": 3,
                     "figures": {"tests": 12, "failedTests": 12, "successRatePercent": 0.0}}]},
                 "gateways": {"judged": 3, "failing": 0, "tooFewTests": 0, "items": [], "leftOut": 0},
                 "pairs": {"judged": 6, "failing": 3, "tooFewTests": 0, "items": [], "leftOut": 0}}
                """);
    }

    @Test
    void aGatewayThatFailsEverythingIsToldByItsNames() {
        tests("GW1", "a", false);
        tests("GW1", "b", false);
        tests("GW2", "a", true);
        tests("GW2", "b", true);
        gateways.rename("GW1", "Branch 12", "Turin");
        JsonNode verdict = json(VERDICT);
        assertThat(verdict.at("/gateways/items")).hasSize(1);
        assertThat(verdict.at("/gateways/items/0").toString())
                .startsWith("{\"serialNumber\":\"GW1\",\"name\":\"Branch 12\",\"site\":\"Turin\","
                        + "\"judgedUrls\":2,\"failingUrls\":2,\"figures\":{\"tests\":8,");
        assertThat(verdict.at("/urls/items")).isEmpty();
        assertThat(verdict.at("/pairs/items")).isEmpty();
    }

    @Test
    void aPairThatFailsAloneIsToldWithItsOwnFigures() {
        for (String serial : new String[] {"GW1", "GW2", "GW3"}) {
            tests(serial, "a", true);
            tests(serial, "b", !serial.equals("GW2"));
        }
        JsonNode verdict = json(VERDICT);
        assertThat(verdict.at("/pairs/items")).hasSize(1);
        assertThat(verdict.at("/pairs/items/0/serialNumber").asString()).isEqualTo("GW2");
        assertThat(verdict.at("/pairs/items/0/url").asString()).isEqualTo("b");
        assertThat(verdict.at("/pairs/items/0/figures/tests").asInt()).isEqualTo(4);
        assertThat(verdict.at("/pairs/items/0/figures/failedTests").asInt()).isEqualTo(4);
    }

    @Test
    void whenAllFailsThatIsAllThatIsSaid() {
        for (String serial : new String[] {"GW1", "GW2"}) {
            tests(serial, "a", false);
            tests(serial, "b", false);
        }
        JsonNode verdict = json(VERDICT);
        assertThat(verdict.at("/verdict").asString()).isEqualTo("allFails");
        assertThat(verdict.at("/all/verdict").asString()).isEqualTo("fails");
        assertThat(verdict.at("/urls/failing").asInt()).isEqualTo(2);
        assertThat(verdict.at("/urls/items")).isEmpty();
        assertThat(verdict.at("/gateways/items")).isEmpty();
        assertThat(verdict.at("/pairs/items")).isEmpty();
        assertThat(verdict.at("/pairs/leftOut").asInt()).isZero();
    }

    @Test
    void twoTestsAreTooFewAndALongerWindowHasMore() {
        tests(2, "GW1", "a", false);
        record(Told.test("earlier", NOON.minusSeconds(3600)).to("a").unanswered());
        JsonNode verdict = json(VERDICT);
        assertThat(verdict.at("/verdict").asString()).isEqualTo("tooFewTests");
        assertThat(verdict.at("/all/verdict").asString()).isEqualTo("tooFewTests");
        assertThat(verdict.at("/pairs/tooFewTests").asInt()).isEqualTo(1);
        assertThat(json(VERDICT + "?window=PT2H").at("/verdict").asString()).isEqualTo("someFail");
    }

    @Test
    void withoutAnyTestNothingIsSaidAndNothingIsListed() {
        ask(VERDICT).expectStatus().isOk().expectBody().json("""
                {"verdict": "tooFewTests", "all": {"judgedPairs": 0, "figures": {"tests": 0, "successRatePercent": null}},
                 "urls": {"items": []}, "gateways": {"items": []}, "pairs": {"items": []}}
                """);
    }

    @Test
    void aRetiredGatewayIsNotJudged() {
        tests("GW1", "a", false);
        tests("GW2", "a", true);
        gateways.retire("GW1");
        JsonNode verdict = json(VERDICT);
        assertThat(verdict.at("/verdict").asString()).isEqualTo("noneFails");
        assertThat(verdict.at("/all/figures/tests").asInt()).isEqualTo(4);
    }

    @Test
    void whatNobodySaidAndWhatIsLiterallyUnknownIsOnePair() {
        tests(2, "GW1", null, false);
        tests(1, "GW1", "unknown", false);
        tests("GW1", "a", true);
        JsonNode pairs = json(VERDICT).at("/pairs/items");
        assertThat(pairs).hasSize(1);
        assertThat(pairs.at("/0/url").asString()).isEqualTo("unknown");
        assertThat(pairs.at("/0/figures/tests").asInt()).isEqualTo(3);
    }

    @Test
    void aBadNightHasAShortAnswer() {
        tests("GW1", "up", true);
        for (int i = 0; i < 103; i++) {
            tests(3, "GW1", "down" + i, false);
            tests(3, "GW" + i, "up", true);
        }
        JsonNode verdict = json(VERDICT);
        JsonNode pairs = verdict.at("/pairs");
        assertThat(verdict.at("/gateways/items")).hasSize(1);
        assertThat(pairs.at("/failing").asInt()).isEqualTo(103);
        assertThat(pairs.at("/items")).isEmpty();
        tests(3, "GW1", "up", true);
        for (int i = 0; i < 30; i++) {
            tests(3, "GW1", "up" + i, true);
        }
        pairs = json(VERDICT).at("/pairs");
        assertThat(pairs.at("/items")).hasSize(100);
        assertThat(pairs.at("/leftOut").asInt()).isEqualTo(3);
    }

    @Test
    void whatMakesNoSenseIsRefusedByItsName() {
        assertThat(refusedField(VERDICT + "?window=P2D")).isEqualTo("window");
        assertThat(refusedField(VERDICT + "?window=x")).isEqualTo("window");
    }
}
