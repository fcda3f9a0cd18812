package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.Protocol;
import io.gatewatch.results.ResponseSample;
import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** What charts draw beside a gateway's history: codes, single responses, and the same over all gateways. */
class ChartsTest extends ResultsWorld {

    private static final String THIS = "/api/v1/gateways/GW1";

    private static Told ago(String id, int minutes) {
        return Told.test(id, NOON.minus(Duration.ofMinutes(minutes)));
    }

    private static ResponseSample answered(Double millis, Integer code) {
        return new ResponseSample(1L, 1000L, millis, null, null, String.valueOf(code), code, null);
    }

    @Test
    void codesAreCountedByStep() {
        record(
                ago("t1", 70).answered(answered(10.0, 200), answered(11.0, 200), answered(12.0, 503)),
                ago("t2", 10).answered(answered(10.0, null), answered(10.0, 1000)));
        JsonNode codes = json(THIS + "/codes?step=PT1H&from=2025-05-21T10:00:00Z");
        assertThat(codes.get("buckets").toString()).isEqualTo("""
                [{"start":"2025-05-21T10:00:00Z","codes":{"200":2,"503":1}},\
                {"start":"2025-05-21T11:00:00Z","codes":{"other":2}}]""");
    }

    @Test
    void codesWhoseResponsesAreGoneAreSaidToBe() {
        record(ago("t1", 70));
        clock.set(NOON.plus(Duration.ofDays(100)));
        upkeep();
        String range = "/codes?from=2025-05-21T10:30:00Z&to=2025-05-21T11:20:00Z";
        for (String of : List.of(THIS, "/api/v1/urls")) {
            assertThat(json(of + range).get("completeSince").asString()).isEqualTo("2025-05-31T12:00:00Z");
        }
    }

    @Test
    void codesOfAUrlAreThoseOfAllGatewaysForAFewHours() {
        record(ago("t1", 10), ago("t2", 10).of("GW2"), ago("t3", 10).to("www.example.com"));
        String path = "/api/v1/urls/codes?url=www.example.org";
        assertThat(json(path + "&from=2025-05-21T11:00:00Z&step=PT1H")
                        .at("/buckets/0/codes/200")
                        .asInt())
                .isEqualTo(2);
        assertThat(refusedField(path)).isEqualTo("from");
    }

    @Test
    void samplesAreWhatEachResponseTookNewestTestFirst() {
        record(
                ago("old", 20).answered(answered(10.0, 200), answered(null, 503)),
                ago("new", 10).unanswered(),
                ago("other", 10).by(Protocol.HTTPS));
        assertThat(json(THIS + "/samples?protocol=http").get("items").toString())
                .isEqualTo("""
                [{"taskId":"new","observedAt":"2025-05-21T11:50:00Z","responseTimeMilliseconds":[],"statusCode":[]},\
                {"taskId":"old","observedAt":"2025-05-21T11:40:00Z","responseTimeMilliseconds":[10.0,null],\
                "statusCode":[200,503]}]""");
    }

    @Test
    void pagesOfSamplesAreCompleteAndWithoutRepeats() {
        record(Told.every(NOON.minusSeconds(3000), 300, 7));
        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = json(THIS + "/samples?limit=3" + cursor);
            paged.addAll(each(page.get("items"), "/taskId"));
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asString() : null;
        }
        assertThat(paged).containsExactly("t6", "t5", "t4", "t3", "t2", "t1", "t0");
    }

    @Test
    void theHistoryOfAUrlIsThatOfAllGateways() {
        record(
                ago("t1", 10).rated(100.0).took(100),
                ago("t2", 10).of("GW2").rated(50.0).took(300),
                ago("t3", 10).to("www.example.com").rated(0.0));
        String path = "/api/v1/urls/history?url=www.example.org&protocol=http";
        JsonNode exact = json(path + "&from=2025-05-21T11:00:00Z");
        assertThat(exact.at("/summary/successRatePercent").asDouble()).isEqualTo(75);
        assertThat(exact.at("/summary/latencyMilliseconds/p50").asDouble()).isEqualTo(100);
        assertThat(exact.get("approximate").asBoolean()).isFalse();
        JsonNode day = json(path);
        assertThat(day.get("serialNumber").isNull()).isTrue();
        assertThat(day.get("approximate").asBoolean()).isTrue();
        assertThat(day.at("/summary/tests").asInt()).isEqualTo(2);
        assertThat(json("/api/v1/urls/history").at("/summary/tests").asInt()).isEqualTo(3);
        assertThat(refusedField(path + "&step=PT1M")).isEqualTo("step");
    }

    @Test
    void theHistoryOfAUrlIsATableToo() {
        record(ago("t1", 10));
        String table = ask(
                        MediaType.parseMediaType(Csv.TYPE), "/api/v1/urls/history?from=2025-05-21T11:00:00Z&step=PT1H")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(table).startsWith("start,tests,").contains("\r\n2025-05-21T11:00:00Z,1,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/codes", "/samples"})
    void anUnknownGatewayIsNotFound(String path) {
        ask("/api/v1/gateways/nobody" + path).expectStatus().isNotFound();
    }
}
