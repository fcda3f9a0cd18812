package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.Protocol;
import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GatewayTestsTest extends ResultsWorld {

    private static final String TESTS = "/api/v1/gateways/GW1/tests";
    private static final Instant LATELY = NOON.minusSeconds(3600);

    private List<String> ids(String path, Object... variables) {
        return each(json(path, variables).get("items"), "/taskId");
    }

    @Test
    void testsOfTheLastDayComeNewestFirst() {
        record(Told.test("old", NOON.minus(Duration.ofDays(1)).minusNanos(1000)));
        record(Told.test("first", NOON.minus(Duration.ofDays(1))), Told.test("now", NOON));
        record(Told.test("b", LATELY), Told.test("a", LATELY), Told.test("c", LATELY.minusSeconds(1)));
        assertThat(ids(TESTS)).containsExactly("b", "a", "c", "first");
    }

    @Test
    void filtersLeaveOnlyWhatTheyName() {
        record(
                Told.test("a", LATELY),
                Told.test("b", LATELY).because("slow").by(Protocol.HTTPS),
                Told.test("c", LATELY).unanswered().to("https://x/?a=b&c=ü"),
                Told.test("d", LATELY).to(null));
        assertThat(ids(TESTS + "?outcome=success")).containsExactly("d", "a");
        assertThat(ids(TESTS + "?outcome=partial")).containsExactly("b");
        assertThat(ids(TESTS + "?outcome=failure&protocol=http")).containsExactly("c");
        assertThat(ids(TESTS + "?protocol=https")).containsExactly("b");
        assertThat(ids(TESTS + "?url={url}", "https://x/?a=b&c=ü")).containsExactly("c");
        assertThat(ids(TESTS + "?url=unknown")).containsExactly("d");
        assertThat(ids(TESTS + "?url=none")).isEmpty();
    }

    @Test
    void fromIsInclusiveAndToExclusiveToTheMicrosecond() {
        Instant start = Instant.parse("2025-05-21T11:00:00.123456789Z");
        record(Told.test("a", start));
        assertThat(ids(TESTS + "?from={f}", start)).hasSize(1);
        assertThat(ids(TESTS + "?from={f}", start.plusNanos(1000))).isEmpty();
        assertThat(ids(TESTS + "?to={t}", start)).isEmpty();
        assertThat(ids(TESTS + "?to={t}", start.plusNanos(1000))).hasSize(1);
        assertThat(ids(TESTS + "?from={f}&to={t}", "2025-05-21T13:00:00+02:00", "2025-05-21T13:01:00+02:00"))
                .hasSize(1);
    }

    @Test
    void aCursorKeepsTheEndOfItsRangeWhileTestsArrive() {
        record(Told.every(LATELY, 1, 7));
        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = json(TESTS + "?limit=2" + cursor);
            paged.addAll(each(page.get("items"), "/taskId"));
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asString() : null;
            record(Told.test("new" + paged.size(), clock.instant()));
            clock.advance(Duration.ofSeconds(5));
        }
        assertThat(paged).containsExactly("t6", "t5", "t4", "t3", "t2", "t1", "t0");
    }

    @Test
    void aPageHasFiftyTestsUnlessUpToFiveHundredAreAskedFor() {
        record(Told.every(LATELY, 1, 501));
        assertThat(ids(TESTS)).hasSize(50);
        assertThat(ids(TESTS + "?limit=500")).hasSize(500);
    }

    @Test
    void aRowSaysEverythingButResponsesAndRawOutput() {
        record(Told.test("a", LATELY).counted(5L, 4L).because("reset"));
        JsonNode row = json(TESTS).at("/items/0");
        assertThat(row.propertyNames())
                .containsExactly(
                        "taskId",
                        "serialNumber",
                        "protocol",
                        "url",
                        "status",
                        "outcome",
                        "startedAt",
                        "endedAt",
                        "observedAt",
                        "successRatePercent",
                        "requestsSent",
                        "responsesReceived",
                        "minimumLatencyMilliseconds",
                        "averageLatencyMilliseconds",
                        "maximumLatencyMilliseconds",
                        "failReason");
        assertThat(row.get("successRatePercent").asDouble()).isEqualTo(80);
        assertThat(row.get("endedAt").isNull()).isTrue();
    }

    @Test
    void oneTestIsToldWithResponsesAndWhatNobodySaidAsNull() {
        record(Told.test("a", LATELY).took(7, 9));
        jdbc.sql("""
                insert into task (task_id, gateway_id, protocol, state, registered_at, due_at, deadline_at, observed_at)
                select 'a', id, 'http', 'finished', :at, :at, :at, :at from gateway
                """).param("at", LATELY.atOffset(ZoneOffset.UTC)).update();
        JsonNode test = json("/api/v1/tests/a");
        assertThat(test.get("observedAt").asString()).isEqualTo(LATELY.toString());
        assertThat(test.has("rawOutput")).isTrue();
        assertThat(test.get("rawOutput").isNull()).isTrue();
        assertThat(test.at("/responses/1/responseTimeMilliseconds").isNumber()).isTrue();
        assertThat(test.at("/responses/1/downloadRate").isNull()).isTrue();
        ask("/api/v1/tests/b").expectStatus().isNotFound();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outcome=ok",
                "outcome=SUCCESS",
                "protocol=ftp",
                "from=yesterday",
                "from=2025-05-21T12:00:00Z",
                "to=0000-01-01T00:00:00Z",
                "to=2025-05-21",
                "limit=501",
                "cursor=AAAA"
            })
    void whatMakesNoSenseIsRefusedByItsName(String query) {
        record(Told.test("a", LATELY));
        assertThat(refusedField(TESTS + "?" + query)).isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void aGatewayNeverSeenHasNoTests() {
        ask("/api/v1/gateways/none/tests").expectStatus().isNotFound();
    }
}
