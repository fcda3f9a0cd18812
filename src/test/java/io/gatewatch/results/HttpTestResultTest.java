package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpTestResultTest {

    private static final Told TEST = Told.test("t1", Instant.EPOCH);

    private static HttpTestResult result(Told told) {
        return told.finished(1, Instant.EPOCH).result();
    }

    private static HttpTestResult of(String status, HttpTestResult.Output output, String failReason) {
        return new HttpTestResult(status, null, null, output, failReason, null, "{}");
    }

    private static HttpTestResult.Output output(Double rate, Long sent, Long received, List<ResponseSample> rows) {
        return new HttpTestResult.Output(null, rate, sent, received, null, null, null, rows);
    }

    @Test
    void whatCentralCallsFailedIsAFailureHoweverMuchCame() {
        assertThat(of("FAILED", output(100.0, 5L, 5L, null), null).outcome()).isEqualTo(Outcome.FAILURE);
    }

    @Test
    void withoutOutputOrAnswersItIsAFailureOfRateNought() {
        assertThat(of("COMPLETED", null, null).outcome()).isEqualTo(Outcome.FAILURE);
        assertThat(of("COMPLETED", null, null).successRatePercent()).isZero();
        assertThat(result(TEST.unanswered()).outcome()).isEqualTo(Outcome.FAILURE);
        assertThat(of("COMPLETED", output(null, null, null, List.of()), null).outcome())
                .isEqualTo(Outcome.FAILURE);
        assertThat(of("COMPLETED", output(null, 5L, null, null), null).successRatePercent())
                .isZero();
    }

    @Test
    void aReasonOrAGapMakesItPartial() {
        assertThat(result(TEST.because("slow")).outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(result(TEST.counted(5L, 4L)).outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(result(TEST.counted(2L, null)).outcome()).isEqualTo(Outcome.PARTIAL);
    }

    @Test
    void whatTheSummaryDoesNotSayIsCountedFromTheRows() {
        HttpTestResult two = result(TEST.took(1, 2));
        assertThat(two.answered()).isEqualTo(new HttpTestResult.Answered(2L, 2L));
        assertThat(two.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(result(TEST.counted(5L, null)).answered()).isEqualTo(new HttpTestResult.Answered(5L, 1L));
    }

    @Test
    void theRateIsTheDocumentsElseThatOfTheCounts() {
        assertThat(result(TEST.counted(5L, 4L).rated(79.9)).successRatePercent())
                .isEqualTo(79.9);
        assertThat(result(TEST.counted(3L, 1L)).successRatePercent()).isEqualTo(100.0 / 3);
        assertThat(of("COMPLETED", output(null, null, 3L, null), null).successRatePercent())
                .isNull();
    }
}
