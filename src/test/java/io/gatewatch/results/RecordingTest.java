package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.IllegalTransactionStateException;
import tools.jackson.databind.JsonNode;

class RecordingTest extends ResultsWorld {

    private static final Instant TODAY = NOON.minusSeconds(3600);

    @Autowired
    private Tests tests;

    @Autowired
    private Totals totals;

    private StoredTest only(Instant from) {
        List<StoredTest> found = tests.page(
                        new TestsQuestion("GW1", from, from.plusSeconds(86_400), null, null, null, null), 10)
                .orElseThrow();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void nothingIsStoredOutsideATransaction() {
        assertThatThrownBy(() -> results.record(List.of(Told.test("t1", TODAY).finished(1, NOON))))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void aTestIsStoredOnce() {
        record(Told.test("t1", TODAY));
        assertThatThrownBy(() -> record(Told.test("t1", TODAY))).isInstanceOf(DuplicateKeyException.class);
        assertThat(totals.extent().tests()).isEqualTo(1);
    }

    @Test
    void aLongUrlIsKeptWholeAndFoundByTheWholeOfIt() {
        String url = "https://example.org/?q=" + "ü".repeat(20_000);
        record(Told.test("t1", TODAY).to(url));
        assertThat(only(TODAY).url()).isEqualTo(url);
        assertThat(totals.all().get(0).url()).hasSize(2048).isEqualTo(url.substring(0, 2048));
        assertThat(tests.count(new TestsQuestion("GW1", TODAY, NOON, null, url, null, null), 1000))
                .hasValue(1L);
    }

    @Test
    void aUrlIsNeverCutWithinACharacter() {
        record(Told.test("t1", TODAY).to("x".repeat(2047) + "😀"));
        assertThat(totals.all().get(0).url()).isEqualTo("x".repeat(2047));
        assertThat(only(TODAY).url()).endsWith("x😀");
    }

    @Test
    void aUrlThatIsLiterallyUnknownIsNotThatOfATestWithoutOne() {
        record(Told.test("t1", TODAY).to("unknown"));
        record(Told.test("t2", TODAY).to(null).of("GW2"));
        assertThat(only(TODAY).url()).isEqualTo("unknown");
        JsonNode without = json("/api/v1/gateways/GW2/tests").at("/items/0");
        assertThat(without.get("url").isNull()).isTrue();
    }

    @Test
    void theFirstAndTheLastYearAreStoredAndReadBackToTheMicrosecond() {
        Instant first = Instant.parse("0001-01-01T00:00:00.123456789Z");
        Instant last = Instant.parse("9999-12-30T23:59:59.999999999Z");
        record(Told.test("t1", first), Told.test("t2", last));
        assertThat(only(Instant.parse("0001-01-01T00:00:00Z")).startedAt()).isEqualTo("0001-01-01T00:00:00.123456Z");
        assertThat(only(last.minusSeconds(1)).observedAt()).isEqualTo("9999-12-30T23:59:59.999999Z");
        assertThat(json("/api/v1/gateways/GW1/history?from=0001-01-01T00:00:00Z&to=0001-01-03T00:00:00Z")
                        .at("/summary/tests")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aTestFromTheFutureCountsButIsNobodysNewest() {
        record(Told.test("t1", NOON.plusSeconds(3601)));
        assertThat(totals.all().get(0).newest()).isNull();
        record(Told.test("t2", NOON.plusSeconds(3600)));
        assertThat(totals.all().get(0).newest().taskId()).isEqualTo("t2");
        assertThat(totals.all().get(0).intervalSeconds()).isNull();
        assertThat(totals.extent().tests()).isEqualTo(2);
    }

    @Test
    void anOlderTestThatComesLateDoesNotReplaceTheNewest() {
        record(Told.test("t2", TODAY.plusSeconds(60)));
        record(Told.test("t1", TODAY));
        assertThat(totals.all().get(0).newest().taskId()).isEqualTo("t2");
        assertThat(totals.all().get(0).intervalSeconds()).isEqualTo(60);
    }

    @Test
    void rowsThatCentralSentTwiceAreStoredTwiceInTheirOrder() {
        ResponseSample row = Told.row(10, 7.0);
        record(Told.test("t1", TODAY).answered(row, Told.row(20, 3.0), row));
        StoredTest.Whole whole =
                tests.find(gateways.id("GW1").orElseThrow(), TODAY, "t1").orElseThrow();
        assertThat(whole.responses()).containsExactly(row, Told.row(20, 3.0), row);
    }

    @Test
    void manyTestsOfOneTargetAndHourAreOneRowOfFigures() {
        record(Told.every(TODAY, 1, 1000));
        assertThat(jdbc.sql("select successful_tests from hourly_figures")
                        .query(Long.class)
                        .list())
                .containsExactly(1000L);
        assertThat(totals.all()).hasSize(1);
        assertThat(jdbc.sql("select cardinality(recent_starts) from target_totals")
                        .query(Integer.class)
                        .single())
                .isEqualTo(11);
    }

    @Test
    void recordersOfTheSameNewTargetsDoNotWaitForEachOtherForEver() {
        List<CompletableFuture<Void>> recorders = IntStream.range(0, 4)
                .mapToObj(recorder -> CompletableFuture.runAsync(() -> recordInAnyOrder(recorder)))
                .toList();
        recorders.forEach(CompletableFuture::join);
        assertThat(totals.extent().tests()).isEqualTo(4 * 5 * 40);
        assertThat(totals.all()).hasSize(40);
    }

    private void recordInAnyOrder(int recorder) {
        for (int round = 0; round < 5; round++) {
            List<Told> batch = new ArrayList<>();
            for (int target = 0; target < 40; target++) {
                batch.add(Told.test("t" + recorder + "-" + round + "-" + target, TODAY)
                        .to("url" + target)
                        .of("GW" + target % 7));
            }
            Collections.shuffle(batch);
            record(batch);
        }
    }
}
