package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HistoryTest extends ResultsWorld {

    private static final String HISTORY = "/api/v1/gateways/GW1/history";
    private static final Instant LATELY = NOON.minusSeconds(3600);

    private String tests(String query, Object... variables) {
        JsonNode series = json(HISTORY + query, variables);
        long inBuckets = each(series.get("buckets"), "/tests").stream()
                .mapToLong(Long::parseLong)
                .sum();
        assertThat(series.at("/summary/tests").asLong()).isEqualTo(inBuckets);
        return String.join(" ", each(series.get("buckets"), "/tests"));
    }

    @Test
    void theLastDayIsToldByDefault() {
        record(Told.test("a", LATELY));
        JsonNode series = json(HISTORY);
        assertThat(series.at("/from").asString()).isEqualTo("2025-05-20T12:00:00Z");
        assertThat(series.at("/to").asString()).isEqualTo("2025-05-21T12:00:00Z");
        assertThat(series.at("/step").asString()).isEqualTo("PT15M");
        assertThat(series.at("/timeZone").asString()).isEqualTo("UTC");
        assertThat(series.at("/url").isNull()).isTrue();
        assertThat(series.get("buckets")).hasSize(96);
    }

    @Test
    void anEmptyBucketHasCountsOfNoughtAndNothingElse() {
        record(Told.test("a", LATELY));
        assertThat(json(HISTORY).at("/buckets/0").toString())
                .isEqualTo("{\"start\":\"2025-05-20T12:00:00Z\",\"tests\":0,\"successfulTests\":0,\"partialTests\":0,"
                        + "\"failedTests\":0,\"successRatePercent\":null,\"requestsSent\":0,\"responsesReceived\":0,"
                        + "\"responseBytes\":0,\"latencyMilliseconds\":{\"min\":null,\"average\":null,\"max\":null,"
                        + "\"p50\":null,\"p95\":null,\"p99\":null},\"downloadRateBytesPerSecond\":null}");
    }

    @Test
    void theFirstBucketHoldsNoTestBeforeTheRangeAndTheLastNoneAtItsEnd() {
        record(
                Told.test("a", Instant.parse("2025-05-21T10:29:59.999999Z")),
                Told.test("b", Instant.parse("2025-05-21T10:30:00Z")),
                Told.test("c", Instant.parse("2025-05-21T11:29:59.999999Z")),
                Told.test("d", Instant.parse("2025-05-21T11:30:00Z")));
        assertThat(tests("?from=2025-05-21T10:30:00Z&to=2025-05-21T11:30:00Z&step=PT1H"))
                .isEqualTo("1 1");
        assertThat(tests("?from=2025-05-21T10:29:59.999999Z&to=2025-05-21T11:30:00.000001Z&step=PT1H"))
                .isEqualTo("2 2");
    }

    @Test
    void theRateOfManyTestsIsTheMeanOfTheirOwnWithoutTheUnknownOnes() {
        record(
                Told.test("a", LATELY).counted(1L, 1L),
                Told.test("b", LATELY).counted(100L, 50L),
                Told.test("c", LATELY).counted(null, 3L).answered());
        assertThat(json(HISTORY).at("/summary/successRatePercent").asDouble()).isEqualTo(75);
        assertThat(json(HISTORY).at("/summary/tests").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"})
    void localDaysHoldTheTestsOfTheirDay(String zone) {
        Instant midnight = NOON.atZone(ZoneId.of(zone))
                .toLocalDate()
                .atStartOfDay(ZoneId.of(zone))
                .toInstant();
        record(Told.test("a", midnight.minusNanos(1000)), Told.test("b", midnight), Told.test("c", midnight));
        String range = "?from={f}&to={t}&step=P1D&timeZone={z}";
        assertThat(tests(range, midnight.minusSeconds(60), midnight.plusSeconds(60), zone))
                .isEqualTo("1 2");
        clock.set(NOON.plus(Duration.ofDays(100)));
        upkeep();
        JsonNode series = json(HISTORY + range, midnight.minusSeconds(7200), midnight.plusSeconds(7200), zone);
        assertThat(series.at("/approximate").asBoolean()).isTrue();
        assertThat(series.at("/summary/tests").asInt()).isEqualTo(3);
        assertThat(series.get("buckets")).hasSize(2);
    }

    @Test
    void historyOverTheBorderOfRetentionIsWholeAndApproximate() {
        record(Told.test("a", LATELY), Told.test("b", NOON.plus(Duration.ofMinutes(30))));
        clock.set(NOON.plus(Duration.ofDays(90)).plusSeconds(600));
        upkeep();
        JsonNode series = json(HISTORY + "?from=2025-05-21T10:40:00Z&to=2025-05-21T12:31:00Z&step=PT1H");
        assertThat(series.at("/from").asString()).isEqualTo("2025-05-21T10:00:00Z");
        assertThat(series.at("/to").asString()).isEqualTo("2025-05-21T13:00:00Z");
        assertThat(each(series.get("buckets"), "/tests")).containsExactly("0", "1", "1");
        assertThat(json(HISTORY + "?from=2025-05-21T12:10:00Z&to=2025-05-21T13:00:00Z")
                        .at("/approximate")
                        .asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=x",
                "from=2025-05-21T12:00:00Z",
                "to=x",
                "step=x",
                "step=PT59S",
                "step=P32D",
                "step=P1M",
                "step=PT1H&timeZone=Europe/Berlin",
                "step=PT1M&from=2025-05-01T00:00:00Z",
                "step=PT1M&from=2024-05-01T00:00:00Z&to=2024-05-01T01:00:00Z",
                "protocol=ftp",
                "timeZone=Mars/Olympus",
                "timeZone=+02:00"
            })
    void whatMakesNoSenseIsRefusedByItsName(String query) {
        upkeep();
        assertThat(refusedField(HISTORY + "?" + query)).isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void theFirstAndTheLastTimesThatCanBeSaidAreAnswered() {
        record(Told.test("a", Instant.parse("0001-01-01T00:00:00Z")));
        assertThat(tests("?to=0001-01-01T00:00:00Z&step=P31D")).doesNotContain("1");
        assertThat(tests("?from=0001-01-01T00:00:00Z&to=0001-01-02T00:00:00Z&step=P31D"))
                .isEqualTo("1");
        assertThat(tests("?from=9999-12-31T00:00:00Z&to=9999-12-31T23:59:59.999999Z&step=P31D"))
                .isEqualTo("0");
        assertThat(tests("?from=0001-01-01T00:00:00Z&to=0001-01-02T00:00:00Z&step=P1D&timeZone=Asia/Tokyo"))
                .startsWith("1");
    }

    @Test
    void aUrlWithNulIsNoOnesUrl() {
        record(Told.test("a", LATELY));
        assertThat(json(HISTORY + "?url={url}", "\0").at("/summary/tests").asInt())
                .isZero();
        assertThat(json("/api/v1/gateways/GW1/tests?url={url}", "\0").get("items"))
                .isEmpty();
    }

    @Test
    void aGatewayNeverSeenHasNoHistory() {
        ask("/api/v1/gateways/none/history").expectStatus().isNotFound();
    }
}
