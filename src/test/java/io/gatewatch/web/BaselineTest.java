package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.Protocol;
import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@TestPropertySource(properties = "gatewatch.results.retention=3d")
class BaselineTest extends ResultsWorld {

    private static final String BASELINE = "/api/v1/gateways/GW1/baseline";
    private static final Instant LATELY = NOON.minusSeconds(600);
    private static final Duration DAY = Duration.ofDays(1);

    private int made;

    private Told at(Instant time) {
        return Told.test("t" + made++, time);
    }

    @Test
    void theWindowStandsBesideTheSameOneADayAndAWeekBefore() {
        record(
                at(LATELY).rated(50.0).took(100, 300),
                at(LATELY.minus(DAY)).rated(90.0).took(200),
                at(LATELY.minus(DAY)).of("GW2").took(9000),
                at(LATELY.minus(DAY.multipliedBy(7))).rated(100.0).took(400));
        ask(BASELINE).expectStatus().isOk().expectBody().json("""
                {"serialNumber": "GW1",
                 "now": {"from": "2025-05-21T11:00:00Z", "to": "2025-05-21T12:00:00Z", "approximate": false},
                 "dayBefore": {"from": "2025-05-20T11:00:00Z", "to": "2025-05-20T12:00:00Z", "approximate": false},
                 "weekBefore": {"from": "2025-05-14T11:00:00Z", "to": "2025-05-14T12:00:00Z"},
                 "all": {"now": {"tests": 1, "successRatePercent": 50.0, "latencyMilliseconds": {"p95": 300.0}},
                         "dayBefore": {"tests": 1, "successRatePercent": 90.0, "latencyMilliseconds": {"p95": 200.0}},
                         "weekBefore": {"tests": 1, "successRatePercent": 100.0},
                         "sinceDayBefore": {"successRatePoints": -40.0, "p95Milliseconds": 100.0, "p95Percent": 50.0},
                         "sinceWeekBefore": {"successRatePoints": -50.0, "p95Milliseconds": -100.0, "p95Percent": -25.0}},
                 "leftOut": 0}
                """);
    }

    @Test
    void everyUrlOfAnyWindowIsComparedAlone() {
        record(
                at(LATELY).to("b").rated(100.0),
                at(LATELY).to("b").rated(60.0).by(Protocol.HTTPS),
                at(LATELY.minus(DAY)).to("b").rated(80.0),
                at(LATELY.minus(DAY)).to("gone").rated(80.0),
                at(LATELY).to(null).unanswered());
        JsonNode urls = json(BASELINE).get("urls");
        assertThat(each(urls, "/url")).containsExactly("b", "b", "gone", "unknown");
        assertThat(urls.at("/0/sinceDayBefore/successRatePoints").asDouble()).isEqualTo(20.0);
        assertThat(urls.at("/1/protocol").asString()).isEqualTo("https");
        assertThat(urls.at("/1/dayBefore/tests").asInt()).isZero();
        assertThat(urls.at("/1/sinceDayBefore/successRatePoints").isNull()).isTrue();
    }

    @Test
    void whereOneSideIsUnknownThereIsNoChange() {
        record(at(LATELY).unanswered(), at(LATELY.minus(DAY)).took(0));
        JsonNode all = json(BASELINE).get("all");
        assertThat(all.at("/sinceDayBefore/successRatePoints").asDouble()).isEqualTo(-100.0);
        assertThat(all.at("/sinceDayBefore/p95Milliseconds").isNull()).isTrue();
        record(at(LATELY).took(100));
        all = json(BASELINE).get("all");
        assertThat(all.at("/sinceDayBefore/p95Milliseconds").asDouble()).isEqualTo(100.0);
        assertThat(all.at("/sinceDayBefore/p95Percent").isNull()).isTrue();
    }

    @Test
    void whereRowsAreGoneWholeHoursAreReadAndSoItSays() {
        clock.set(NOON.plusSeconds(1800));
        record(at(LATELY.minus(DAY.multipliedBy(7))).rated(70.0).took(400));
        jdbc.sql("truncate http_test, response_sample").update();
        upkeep();
        ask(BASELINE).expectStatus().isOk().expectBody().json("""
                {"now": {"from": "2025-05-21T11:30:00Z", "approximate": false},
                 "weekBefore": {"from": "2025-05-14T11:00:00Z", "to": "2025-05-14T13:00:00Z", "approximate": true},
                 "all": {"weekBefore": {"tests": 1, "successRatePercent": 70.0, "latencyMilliseconds": {"p95": 400.0}}}}
                """);
    }

    @Test
    void aGatewayWithoutTestsIsComparedAllTheSame() {
        register("t");
        JsonNode baseline = json("/api/v1/gateways/" + GATEWAY + "/baseline?window=P7D");
        assertThat(baseline.at("/all/now/tests").asInt()).isZero();
        assertThat(baseline.get("urls")).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        ask(BASELINE).expectStatus().isNotFound();
        ask("/api/v1/gateways/{serial}/baseline", "a\0b").expectStatus().is4xxClientError();
        assertThat(refusedField(BASELINE + "?window=P8D")).isEqualTo("window");
    }
}
