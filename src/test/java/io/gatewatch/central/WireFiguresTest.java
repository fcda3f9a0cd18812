package io.gatewatch.central;

import static io.gatewatch.central.Wire.finished;
import static io.gatewatch.central.Wire.output;
import static io.gatewatch.central.Wire.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gatewatch.results.HttpTestResult;
import io.gatewatch.results.Outcome;
import io.gatewatch.results.ResponseSample;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures of a document and its rows, however Central writes them. */
class WireFiguresTest {

    @Test
    void numbersComeAsText() {
        HttpTestResult.Output output = output("completed");
        assertThat(output.requestsSent()).isEqualTo(5);
        assertThat(output.minimumLatencyMilliseconds()).isEqualTo(331);
        assertThat(output.averageLatencyMilliseconds()).isEqualTo(407);
        assertThat(output.maximumLatencyMilliseconds()).isEqualTo(654);
        assertThat(output.responses().get(1))
                .isEqualTo(new ResponseSample(2L, 19521L, 654.0, "29.85KB/sec", 29850.0, "200/OK", 200, "OK"));
    }

    @Test
    void numbersMayBeNumbers() {
        HttpTestResult.Output output = output("json-numbers");
        assertThat(output.successRatePercent()).isEqualTo(99.5);
        assertThat(output.averageLatencyMilliseconds()).isEqualTo(407.2);
        assertThat(output.responsesReceived()).isEqualTo(5);
        assertThat(output.responses())
                .containsExactly(new ResponseSample(1L, 19556L, 340.25, "57.52", null, "200", 200, null));
    }

    @Test
    void latenciesMayBeDecimals() {
        HttpTestResult.Output output = output("decimals");
        assertThat(output.averageLatencyMilliseconds()).isEqualTo(207.567);
        assertThat(output.maximumLatencyMilliseconds()).isEqualTo(250);
        assertThat(output.responses().get(0).responseTimeMilliseconds()).isEqualTo(207.567);
    }

    @Test
    void zerosWordsAndBlanksOfATotalFailureAreToldApart() {
        HttpTestResult.Output output = output("nothing-received");
        assertThat(output.minimumLatencyMilliseconds()).isZero();
        assertThat(output.averageLatencyMilliseconds()).isNull();
        assertThat(output.maximumLatencyMilliseconds()).isNull();
    }

    @Test
    void figuresThatCannotBeTrueAreAsIfNotSaid() {
        assertThat(output("impossible-figures"))
                .isEqualTo(new HttpTestResult.Output(
                        "www.google.com",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(new ResponseSample(1L, null, null, "57.52KB/sec", 57520.0, "200/OK", 200, "OK"))));
    }

    @Test
    void hugeNumbersLoseNoTest() {
        HttpTestResult test = finished("huge-numbers");
        assertThat(test.output().requestsSent()).isNull();
        assertThat(test.output().successRatePercent()).isNull();
        assertThat(test.responses()).extracting(ResponseSample::responseBytes).containsOnlyNulls();
        assertThat(test.outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void ratesAreReadInBytesASecondWhateverTheirUnit() {
        assertThat(rows("odd-rates"))
                .extracting(ResponseSample::downloadRate, ResponseSample::downloadRateBytesPerSecond)
                .containsExactly(
                        tuple("53.9 Mbits/sec", 53.9e6 / 8),
                        tuple("0.00 bits/sec", 0.0),
                        tuple("fast", null),
                        tuple("57.52KB/sec", 57520.0),
                        tuple("8 kbps", 1000.0),
                        tuple("1.5MB/s", 1.5e6),
                        tuple("", null),
                        tuple(" ", null),
                        tuple("-1KB/sec", null),
                        tuple("1e3KB/sec", null),
                        tuple("57,52KB/sec", null),
                        tuple(null, null),
                        tuple("57", null));
    }

    @Test
    void eitherPartOfACodeMayBeMissing() {
        assertThat(rows("odd-codes"))
                .extracting(ResponseSample::responseCode, ResponseSample::statusCode, ResponseSample::reason)
                .containsExactly(
                        tuple("200/OK", 200, "OK"),
                        tuple("200", 200, null),
                        tuple("/OK", null, "OK"),
                        tuple("", null, null),
                        tuple(" 404 / Not Found ", 404, "Not Found"),
                        tuple("OK", null, null),
                        tuple("200/OK/again", 200, "OK/again"),
                        tuple("99999999999/OK", null, null),
                        tuple("-", null, null),
                        tuple(null, null, null),
                        tuple("503", 503, null));
    }

    @Test
    void rowsStayInTheOrderSentWhateverTheirNumbers() {
        assertThat(rows("rows-out-of-order"))
                .extracting(ResponseSample::responseNumber, ResponseSample::responseTimeMilliseconds)
                .containsExactly(tuple(3L, 30.0), tuple(1L, 10.0), tuple(1L, 10.0), tuple(2L, 20.0), tuple(null, 40.0));
    }

    @Test
    void rowsThatAreNoneAreLeftOut() {
        assertThat(rows("rows-that-are-none"))
                .extracting(ResponseSample::responseNumber)
                .containsExactly(1L, null, 4L);
    }

    @Test
    void absentRowsAreNoReasonToDoubtTheSummary() {
        HttpTestResult test = finished("rows-absent");
        assertThat(test.output().responses()).isNull();
        assertThat(test.outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void rowsThatAreNoListAreNone() {
        assertThat(output("rows-no-list").responses()).isNull();
    }

    @Test
    void oneBadRowSpoilsNeitherItsNeighboursNorTheTest() {
        assertThat(rows("bad-values-in-a-row"))
                .extracting(ResponseSample::responseNumber, ResponseSample::downloadRate, ResponseSample::responseCode)
                .containsExactly(
                        tuple(1L, "57.52KB/sec", "200/OK"),
                        tuple(null, "[\"x\"]", "{\"b\":2}"),
                        tuple(3L, "57.52KB/sec", "200/OK"));
    }

    @Test
    void timesAreTakenAtTheirOffsetAndInUtcWithoutOne() {
        HttpTestResult test = finished("offset-times");
        assertThat(test.startedAt()).isEqualTo(Instant.parse("2025-05-20T14:06:28.690974183Z"));
        assertThat(test.endedAt()).isEqualTo(Instant.parse("2025-05-20T14:06:31.154766496Z"));
    }

    @Test
    void timesThatAreNoneAreAsIfNotSaid() {
        assertNoTimes("strange-times");
        assertNoTimes("times-of-other-types");
        assertNoTimes("times-out-of-range");
    }

    @Test
    void farTimesAreTimes() {
        HttpTestResult test = finished("far-times");
        assertThat(test.startedAt()).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
        assertThat(test.endedAt()).isEqualTo(Instant.parse("9999-12-31T23:59:59.999999999Z"));
    }

    private static void assertNoTimes(String name) {
        HttpTestResult test = finished(name);
        assertThat(test.startedAt()).isNull();
        assertThat(test.endedAt()).isNull();
    }
}
