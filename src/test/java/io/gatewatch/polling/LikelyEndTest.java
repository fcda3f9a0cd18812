package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.central.Answer;
import io.gatewatch.central.TestAddress;
import io.gatewatch.results.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A test is asked about when it is likely done, and after that in steps that fit it. */
class LikelyEndTest {

    private static final Instant NOW = Instant.parse("2025-05-21T12:00:00Z");
    private static final TestAddress ADDRESS = new TestAddress("CNJJKLB0T1", Protocol.HTTP, "x");

    private final LikelyEnd likelyEnd = new LikelyEnd();

    @Test
    void ofWhichNothingIsKnownItIsAskedAfterThreeSeconds() {
        assertThat(first(null, null, null)).isEqualTo(NOW.plusSeconds(3));
    }

    @Test
    void ofWhichOnlyTheHintsAreKnownItIsAskedASecondAfterItsRequests() {
        assertThat(first(null, 5, 2)).isEqualTo(NOW.plusSeconds(11));
    }

    @Test
    void afterTestsOfKnownLengthItIsAskedJustAfterTheUsualOne() {
        assertThat(first(null, null, null, 10_000)).isEqualTo(NOW.plusMillis(10_250));
        assertThat(first(null, null, null, 1000, 2000, 3000, 4000, 5000)).isEqualTo(NOW.plusMillis(4250));
        assertThat(first(null, null, null, 8000, 7000, 6000, 5000, 4000, 3000, 2000, 1000))
                .isEqualTo(NOW.plusMillis(7250));
    }

    @Test
    void onlyTheLastEightTell() {
        assertThat(first(null, null, null, 2, 2, 2, 2, 2, 2, 2, 2, 9000, 9000, 9000, 9000))
                .isEqualTo(NOW.plusMillis(252));
    }

    @Test
    void noTestIsShorterThanItsRequests() {
        assertThat(first(null, 10, 3, 5000)).isEqualTo(NOW.plusMillis(30_250));
        assertThat(first(null, 1, 1, 5000)).isEqualTo(NOW.plusMillis(5250));
    }

    @Test
    void aTestThatBeganBeforeItWasHandedInIsAskedAboutSooner() {
        assertThat(first(NOW.minusSeconds(4), null, null, 10_000)).isEqualTo(NOW.plusMillis(6250));
        assertThat(first(NOW.minusSeconds(1), null, null)).isEqualTo(NOW.plusSeconds(2));
    }

    @Test
    void aTestThatIsOverIsAskedAboutNow() {
        assertThat(first(NOW.minusSeconds(3600), null, null, 10_000)).isEqualTo(NOW);
    }

    @Test
    void aStartThatIsYetToComeIsNotBelieved() {
        assertThat(first(NOW.plusSeconds(60), null, null, 10_000)).isEqualTo(NOW.plusMillis(10_250));
    }

    @ParameterizedTest(name = "{0} % after {1} s: {2} ms more")
    @CsvSource({"50, 4, 4000", "25, 4, 12000", "80, 8, 2000", "99, 10, 1000", "1, 10, 15000", "10, 0, 1000"})
    void progressPointsToTheEnd(int percent, long age, long millis) {
        assertThat(step(percent, age, null)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest(name = "{0} % after {1} s: {2} ms more")
    @CsvSource({", 1, 1000", ", 10, 3000", "0, 20, 6000", "100, 40, 12000", "-5, 100, 15000", "700, 10, 3000"})
    void withoutProgressStepsGrowWithItsAge(Integer percent, long age, long millis) {
        assertThat(step(percent, age, null)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest(name = "{0} s late: {1} ms more")
    @CsvSource({"1, 1000", "4, 2000", "20, 10000", "99, 15000"})
    void whereAnEndWasLikelyTheyGrowWithItsLateness(long late, long millis) {
        assertThat(step(null, 100, NOW.minusSeconds(late))).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void theAgeIsCountedFromCentralsStartWhereThatCanBe() {
        assertThat(step(50, 8, null, NOW.minusSeconds(2))).isEqualTo(Duration.ofSeconds(2));
        assertThat(step(50, 8, null, NOW.plusSeconds(2))).isEqualTo(Duration.ofSeconds(8));
        assertThat(step(50, 8, null, NOW.minusSeconds(86_400))).isEqualTo(Duration.ofSeconds(8));
    }

    private Instant first(Instant start, Integer count, Integer interval, long... lengths) {
        Registration registration = new Registration(ADDRESS, null, start, count, interval);
        List<Duration> known =
                LongStream.of(lengths).mapToObj(Duration::ofMillis).toList();
        return likelyEnd.first(registration, likelyEnd.learned(registration, known, NOW), NOW);
    }

    private Duration step(Integer percent, long age, Instant likelyEndAt) {
        return step(percent, age, likelyEndAt, null);
    }

    private Duration step(Integer percent, long age, Instant likelyEndAt, Instant startedAt) {
        LeasedTask task = new LeasedTask(
                ADDRESS, 1, null, NOW.minusSeconds(age), NOW.plusSeconds(900), likelyEndAt, NOW, 1, InARow.NONE);
        return Duration.between(
                NOW, likelyEnd.next(task, new Answer.StillRunning("RUNNING", percent, startedAt, "{}"), NOW));
    }
}
