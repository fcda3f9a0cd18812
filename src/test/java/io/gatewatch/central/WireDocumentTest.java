package io.gatewatch.central;

import static io.gatewatch.central.Wire.finished;
import static io.gatewatch.central.Wire.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.HttpTestResult;
import io.gatewatch.results.Outcome;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** How a test went, for every shape of document that Central is known or feared to send. */
class WireDocumentTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void theVendorsOwnExampleIsASuccess() {
        HttpTestResult test = finished("completed");
        assertWent(test, Outcome.SUCCESS, 100.0);
        assertThat(test.startedAt()).isEqualTo(Instant.parse("2025-05-20T14:06:28.690974183Z"));
        assertThat(test.failReason()).isNull();
        assertThat(test.rawOutput()).startsWith("\nPinging 'www.google.com'\n\nPress 'q' to abort.\r\n");
    }

    @Test
    void completedWithoutOutputIsAFailureWithItsReason() {
        HttpTestResult test = finished("not-resolved");
        assertWent(test, Outcome.FAILURE, 0.0);
        assertThat(test.status()).isEqualTo("COMPLETED");
        assertThat(test.failReason()).isEqualTo("Destination not resolved");
    }

    @Test
    void completedWithAReasonAndItsOutputIsPartial() {
        HttpTestResult test = finished("timed-out-with-output");
        assertWent(test, Outcome.PARTIAL, 100.0);
        assertThat(test.responses()).hasSize(5);
    }

    @Test
    void failedWithoutOutputIsAFailure() {
        assertWent(finished("failed-without-output"), Outcome.FAILURE, 0.0);
    }

    @Test
    void failedThatSaysNothingElseIsAFailureWithoutReason() {
        HttpTestResult test = finished("failed-without-reason");
        assertWent(test, Outcome.FAILURE, 0.0);
        assertThat(test.failReason()).isNull();
        assertThat(test.rawOutput()).isNull();
    }

    @Test
    void failedKeepsTheAnswersThatCame() {
        HttpTestResult test = finished("failed-with-answers");
        assertWent(test, Outcome.FAILURE, 40.0);
        assertThat(test.responses()).hasSize(2);
    }

    @Test
    void nothingReceivedIsAFailure() {
        assertWent(finished("nothing-received"), Outcome.FAILURE, 0.0);
    }

    @Test
    void fewerReceivedThanSentIsPartial() {
        assertWent(finished("some-lost"), Outcome.PARTIAL, 60.0);
    }

    @Test
    void anEmptyOutputIsAFailure() {
        assertWent(finished("empty-output"), Outcome.FAILURE, 0.0);
    }

    @Test
    void theRateOfADocumentIsTakenWithoutItsCounts() {
        assertThat(finished("only-a-rate").successRatePercent()).isEqualTo(80.0);
    }

    @Test
    void countsWithoutARateMakeTheRate() {
        assertWent(finished("only-counts"), Outcome.PARTIAL, 75.0);
    }

    @Test
    void rowsAloneAreCounted() {
        HttpTestResult test = finished("only-rows");
        assertWent(test, Outcome.SUCCESS, 100.0);
        assertThat(test.answered()).isEqualTo(new HttpTestResult.Answered(2L, 2L));
    }

    @Test
    void anOutputOfNullsIsAFailure() {
        assertWent(finished("null-figures"), Outcome.FAILURE, 0.0);
    }

    @Test
    void moreReceivedThanSentIsNoMoreThanAHundredPercent() {
        assertWent(finished("more-received-than-sent"), Outcome.SUCCESS, 100.0);
    }

    @Test
    void aReasonThatIsNoTextIsStillAReason() {
        assertThat(finished("reason-of-another-type").failReason()).isEqualTo("{\"code\":17}");
    }

    @Test
    void theWordNullIsNoReasonAndNoUrl() {
        HttpTestResult test = finished("empty-and-null-words");
        assertThat(test.failReason()).isNull();
        assertThat(test.output().url()).isNull();
        assertThat(test.rawOutput()).isEmpty();
        assertWent(test, Outcome.SUCCESS, 100.0);
    }

    @Test
    void ofKeysSaidTwiceTheLastCounts() {
        assertThat(finished("doubled-keys").failReason()).isEqualTo("said twice");
    }

    @Test
    void aUrlOfTwentyKilobytesIsKeptWhole() {
        assertThat(Wire.output("long-url").url()).hasSize(20_480);
    }

    @Test
    void unknownFieldsStayInTheDocument() {
        assertThat(finished("unknown-fields").document()).isEqualTo(Wire.text("unknown-fields.json"));
    }

    @Test
    void nulAndHalvesOfPairsAreReplacedAndPairsAreKept() {
        HttpTestResult test = finished("nul-and-lone-surrogates");
        assertThat(test.output().url()).isEqualTo("www.g\uFFFDogle.com");
        assertThat(test.failReason()).isEqualTo("half \uFFFD and \uFFFD and \uD83D\uDE00");
        assertThat(test.rawOutput()).isEqualTo("a\uFFFDb\\u0000");
        assertThat(JSON.readTree(test.document()).has("odd\uFFFDname")).isTrue();
    }

    @Test
    void aRunningTestTellsItsProgress() {
        Answer.StillRunning test = running("running");
        assertThat(test.status()).isEqualTo("RUNNING");
        assertThat(test.progressPercent()).isEqualTo(40);
        assertThat(test.startedAt()).isEqualTo(Instant.parse("2025-05-20T14:06:28Z"));
        assertThat(test.document()).isEqualTo(Wire.text("running.json"));
    }

    @Test
    void aTestThatHasJustBegunSaysLittle() {
        assertThat(running("initiated-alone").progressPercent()).isZero();
    }

    @Test
    void aProgressThatCannotBeUnderstoodIsNone() {
        Answer.StillRunning test = running("odd-progress");
        assertThat(test.progressPercent()).isNull();
        assertThat(test.startedAt()).isNull();
    }

    @Test
    void aStatusNobodyPublishedIsStillRunning() {
        assertThat(running("unknown-status").status()).isEqualTo("QUEUED_ON_DEVICE");
    }

    @Test
    void aLongStatusIsCutBetweenCharacters() {
        assertThat(running("long-status").status()).isEqualTo("x".repeat(63));
    }

    private static void assertWent(HttpTestResult test, Outcome outcome, Double rate) {
        assertThat(test.outcome()).isEqualTo(outcome);
        assertThat(test.successRatePercent()).isEqualTo(rate);
    }
}
