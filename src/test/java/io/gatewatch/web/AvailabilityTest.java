package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.Protocol;
import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

class AvailabilityTest extends ResultsWorld {

    private static final String REPORT = "/api/v1/reports/availability";
    private static final String RANGE = REPORT + "?from=2025-05-18T00:00:00Z&to=2025-05-21T12:00:00Z";
    private static final Instant MONDAY = Instant.parse("2025-05-19T00:00:00Z");

    private int made;

    private Told at(Instant time) {
        return Told.test("t" + made++, time);
    }

    private Told at(String time) {
        return at(Instant.parse(time));
    }

    private String csv(String path) {
        return ask(MediaType.parseMediaType("text/csv"), path)
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    @Test
    void everyGatewayAndUrlHasItsHoursItsWorstHourAndItsResult() {
        record(
                at("2025-05-20T10:10:00Z").took(100, 300),
                at("2025-05-20T11:10:00Z").unanswered(),
                at("2025-05-20T11:20:00Z").rated(50.0).because("slow"),
                at("2025-05-20T12:10:00Z").unanswered(),
                at("2025-05-20T12:20:00Z"),
                at("2025-05-20T12:30:00Z").by(Protocol.HTTPS));
        gateways.rename("GW1", "Branch 12", "Turin");
        ask(RANGE).expectStatus().isOk().expectBody().json("""
                {"from": "2025-05-18T00:00:00Z", "to": "2025-05-21T12:00:00Z", "targetPercent": 99.5, "approximate": true,
                 "items": [
                  {"serialNumber": "GW1", "name": "Branch 12", "site": "Turin", "url": "www.example.org",
                   "protocol": "http", "result": "missed", "testedHours": 3, "successfulHours": 2,
                   "successfulHoursPercent": 66.66666666666667,
                   "worstHour": {"start": "2025-05-20T11:00:00Z", "tests": 2, "successRatePercent": 25.0},
                   "figures": {"tests": 5, "successfulTests": 2, "successRatePercent": 50.0,
                               "latencyMilliseconds": {"min": 100.0, "max": 300.0, "p99": 300.0}}},
                  {"protocol": "https", "result": "kept", "testedHours": 1, "successfulHoursPercent": 100.0}]}
                """);
    }

    @Test
    void theTargetDecidesAndWhatIsUnknownIsNeither() {
        record(
                at("2025-05-20T10:10:00Z").rated(98.0),
                at("2025-05-20T10:20:00Z").of("GW2"));
        jdbc.sql("update hourly_figures set rated_tests = 0, success_rate_sum = 0 where gateway_id <> "
                        + "(select id from gateway where serial_number = 'GW1')")
                .update();
        assertThat(each(json(RANGE + "&target=98").get("items"), "/result")).containsExactly("kept", "unknown");
        assertThat(each(json(RANGE + "&target=98.1").get("items"), "/result")).containsExactly("missed", "unknown");
        assertThat(json(RANGE).at("/items/1/worstHour").isNull()).isTrue();
    }

    @Test
    void theRangeBeginsAndEndsOnTheHourAndOnlyWhatWasTestedInItIsThere() {
        record(
                at("2025-05-20T10:59:00Z"),
                at("2025-05-20T11:05:00Z").to("b"),
                at("2025-05-20T13:00:00Z").to("c"));
        JsonNode report = json(REPORT + "?from=2025-05-20T11:30:00Z&to=2025-05-20T12:30:00Z");
        assertThat(report.get("from").asString()).isEqualTo("2025-05-20T11:00:00Z");
        assertThat(report.get("to").asString()).isEqualTo("2025-05-20T13:00:00Z");
        assertThat(each(report.get("items"), "/url")).containsExactly("b");
    }

    @Test
    void retiredGatewaysAreInItAndOneGatewayCanBeAskedForAlone() {
        record(at(MONDAY), at(MONDAY).of("GW2"));
        gateways.retire("GW2");
        assertThat(each(json(RANGE).get("items"), "/serialNumber")).containsExactly("GW1", "GW2");
        assertThat(each(json(RANGE + "&serialNumber=GW2").get("items"), "/serialNumber"))
                .containsExactly("GW2");
        assertThat(json(RANGE + "&serialNumber=GW3").get("items")).isEmpty();
    }

    @Test
    void pagesAreCompleteAlsoWithUrlsLongerThanAnyCursor() {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            urls.add("€".repeat(2000) + i);
            record(at(MONDAY).to(urls.get(i)), at(MONDAY).to(urls.get(i)).by(Protocol.HTTPS));
            record(at(MONDAY).of("GW2").to(urls.get(i)));
        }
        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = json(RANGE + "&target=50&limit=5" + cursor);
            assertThat(page.get("targetPercent").asDouble()).isEqualTo(50.0);
            paged.addAll(each(page.get("items"), "/url"));
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asString() : null;
        }
        assertThat(paged).hasSize(12).containsAll(urls);
    }

    @Test
    void aDayThatWasAddedUpGivesTheSameReport() {
        for (int hour = 0; hour < 60; hour++) {
            Instant time = MONDAY.minusSeconds(7200).plus(Duration.ofHours(hour));
            record(
                    at(time).took(100 + 10 * hour, 2000 - 25 * hour),
                    hour % 7 == 3
                            ? at(time).of("GW2").unanswered()
                            : at(time).of("GW2").took(1, 2, 3));
        }
        String fromHours = json(RANGE).toString();
        runScheduled("DayUpkeep.sumUp");
        assertThat(days()).isEqualTo(6);
        jdbc.sql(
                        "update hourly_figures set successful_tests = 0, success_rate_sum = 0, latency_count = 0, buckets = null "
                                + "where hour >= '2025-05-19Z' and hour < '2025-05-20Z'")
                .update();
        assertThat(json(RANGE)).hasToString(fromHours);
    }

    @Test
    void aResultThatComesLateIsInTheReportAllTheSame() {
        record(at(MONDAY).took(100));
        runScheduled("DayUpkeep.sumUp");
        record(at(MONDAY).took(500, 500, 500), at(MONDAY).of("GW2").took(700));
        assertThat(each(json(RANGE).get("items"), "/figures/latencyMilliseconds/max"))
                .containsExactly("500.0", "700.0");
        assertThat(json(RANGE).at("/items/0/figures/latencyMilliseconds/p50").asDouble())
                .isBetween(475.0, 525.0);
        assertThat(json(RANGE).at("/items/1/figures/latencyMilliseconds/p50").asDouble())
                .isEqualTo(700.0);
        record(
                at(MONDAY.plusSeconds(7200)).unanswered(),
                at(MONDAY.plusSeconds(7300)).rated(50.0).because("slow"));
        assertThat(json(RANGE).at("/items/0/testedHours").asLong()).isEqualTo(2);
        assertThat(json(RANGE).at("/items/0/successfulHours").asLong()).isEqualTo(1);
        assertThat(json(RANGE).at("/items/0/worstHour")).hasToString("""
                {"start":"2025-05-19T02:00:00Z","tests":2,"successRatePercent":25.0}""");
    }

    @Test
    void daysAreAddedUpOnceTheyAreSettledAndLetGoWithTheHours() {
        record(at(MONDAY), at(MONDAY.plus(Duration.ofDays(1))), at(NOON));
        runScheduled("DayUpkeep.sumUp");
        runScheduled("DayUpkeep.sumUp");
        assertThat(days()).isEqualTo(2);
        clock.set(NOON.plus(Duration.ofDays(2)));
        runScheduled("DayUpkeep.sumUp");
        assertThat(days()).isEqualTo(3);
        clock.set(NOON.plus(Duration.ofDays(800)));
        runScheduled("DayUpkeep.sumUp");
        assertThat(days()).isEqualTo(1);
    }

    private long days() {
        return jdbc.sql("select count(*) from daily_figures").query(Long.class).single();
    }

    @Test
    void asATableItHasTheWholeAndNoFormula() {
        record(at(MONDAY).to("=cmd()").took(100), at(MONDAY).of("GW2").unanswered());
        gateways.rename("GW2", "+39 011", null);
        List<String> lines = Arrays.asList(csv(RANGE + "&limit=1").split("\r\n"));
        assertThat(lines.get(0))
                .startsWith("from,to,targetPercent,serialNumber,name,site,url,protocol,result,testedHours,")
                .endsWith(",latencyMilliseconds.p99,downloadRateBytesPerSecond");
        assertThat(lines.subList(1, 3))
                .containsExactly(
                        "2025-05-18T00:00:00Z,2025-05-21T12:00:00Z,99.5,GW1,,,'=cmd(),http,kept,1,1,100.0,"
                                + "2025-05-19T00:00:00Z,1,100.0,1,1,0,0,100.0,1,1,1000,100.0,100.0,100.0,100.0,100.0,100.0,10000.0",
                        "2025-05-18T00:00:00Z,2025-05-21T12:00:00Z,99.5,GW2,'+39 011,,www.example.org,http,missed,1,0,0.0,"
                                + "2025-05-19T00:00:00Z,1,0.0,1,0,0,1,0.0,5,0,0,,,,,,,");
    }

    @Test
    void withoutARangeItIsOfTheLastThirtyDays() {
        JsonNode report = json(REPORT);
        assertThat(report.get("from").asString()).isEqualTo("2025-04-21T12:00:00Z");
        assertThat(report.get("to").asString()).isEqualTo("2025-05-21T12:00:00Z");
        assertThat(report.get("items")).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsRefusedByItsName() {
        assertThat(refusedField(REPORT + "?target=100.1")).isEqualTo("target");
        assertThat(refusedField(REPORT + "?target=1e1")).isEqualTo("target");
        assertThat(refusedField(REPORT + "?from=2025-05-21T12:00:00Z")).isEqualTo("from");
        assertThat(refusedField(REPORT + "?from=2024-05-01T12:00:00Z")).isEqualTo("from");
        assertThat(refusedField(REPORT + "?serialNumber=a_b")).isEqualTo("serialNumber");
        assertThat(refusedField(REPORT + "?cursor=x")).isEqualTo("cursor");
        assertThat(refusedField(REPORT + "?cursor=" + Cursor.of(NOON, NOON, "x", "GW1", 1, "http")))
                .isEqualTo("cursor");
    }
}
