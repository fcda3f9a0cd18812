package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepsTest {

    private static final Instant NOW = Instant.parse("2025-05-21T12:00:00Z");
    private static final Instant RAW_SINCE = NOW.minus(Duration.ofDays(90));

    private static Steps steps(String from, String to, String step, String zone) {
        HistoryQuestion question = new HistoryQuestion(
                "GW1",
                from == null ? null : Instant.parse(from),
                to == null ? null : Instant.parse(to),
                step == null ? null : Duration.parse(step),
                null,
                null,
                zone == null ? null : ZoneId.of(zone));
        return Steps.of(question, NOW, RAW_SINCE);
    }

    private static List<String> starts(String from, String to, String step, String zone) {
        return steps(from, to, step, zone).starts().stream()
                .map(Instant::toString)
                .toList();
    }

    @Test
    void theLastDayInQuartersOfAnHourIsTheDefault() {
        Steps steps = steps(null, null, null, null);
        assertThat(steps.from()).isEqualTo("2025-05-20T12:00:00Z");
        assertThat(steps.to()).isEqualTo(NOW);
        assertThat(steps.stepText()).isEqualTo("PT15M");
        assertThat(steps.starts()).hasSize(96);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1M, PT1M",
        "PT100M, PT1M",
        "PT101M, PT5M",
        "PT500M, PT5M",
        "PT501M, PT15M",
        "PT25H, PT15M",
        "PT50H, PT30M",
        "PT100H, PT1H",
        "PT101H, PT3H",
        "PT300H, PT3H",
        "P25D, PT6H",
        "P50D, PT12H"
    })
    void theSmallestUsualStepThatGivesAHundredBucketsIsTaken(String range, String step) {
        Instant to = Instant.parse("2025-05-21T00:00:00Z");
        assertThat(steps(to.minus(Duration.parse(range)).toString(), to.toString(), null, null)
                        .step())
                .isEqualTo(Duration.parse(step));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"})
    void aHundredLocalDaysAreAHundredBucketsWhereverMidnightIs(String zone) {
        ZoneId in = ZoneId.of(zone);
        for (int days = 1; days <= 102; days++) {
            Instant from = NOW.minus(Duration.ofDays(80))
                    .atZone(in)
                    .toLocalDate()
                    .atStartOfDay(in)
                    .toInstant();
            Instant to = from.atZone(in).plusDays(days).toInstant();
            Steps steps = steps(from.toString(), to.toString(), null, zone);
            assertThat(steps.stepText()).isEqualTo(days <= 100 ? "P1D" : "P7D");
        }
    }

    @Test
    void bucketsStartAtMultiplesOfTheStepSinceTheEpoch() {
        assertThat(starts("2025-05-20T12:34:56.789Z", "2025-05-20T13:30:00Z", "PT7M", null)
                        .get(0))
                .isEqualTo("2025-05-20T12:32:00Z");
        assertThat(starts("2025-05-20T12:34:56Z", "2025-05-20T12:36:00Z", "PT1M", null))
                .containsExactly("2025-05-20T12:34:00Z", "2025-05-20T12:35:00Z");
        assertThat(Instant.parse(starts("2025-05-20T00:00:00Z", null, "P7D", null)
                                        .get(0))
                                .getEpochSecond()
                        % 604800)
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2025-03-29T23:00:00Z, 2025-03-30T22:00:00Z",
        "Australia/Lord_Howe, 2025-04-05T13:00:00Z, 2025-04-06T13:30:00Z",
        "America/St_Johns, 2025-03-09T03:30:00Z, 2025-03-10T02:30:00Z",
        "Asia/Kathmandu, 2025-03-29T18:15:00Z, 2025-03-30T18:15:00Z"
    })
    void localDaysAreAsLongAsTheirZoneSays(String zone, String day, String next) {
        String to = Instant.parse(next).plusSeconds(1).toString();
        assertThat(starts(day, to, "P1D", zone)).containsExactly(day, next);
        String before = Instant.parse(next).minusSeconds(1).toString();
        assertThat(starts(before, to, "P1D", zone)).containsExactly(day, next);
    }

    @ParameterizedTest
    @CsvSource({
        "America/Santiago, 2024-09-08T04:00:00Z, 2024-09-07T04:00:00Z",
        "Africa/Cairo, 2025-04-24T22:00:00Z, 2025-04-23T22:00:00Z"
    })
    void aDayWithoutMidnightStartsWithItsFirstMoment(String zone, String day, String before) {
        Instant rawSince = Instant.parse("2024-01-01T00:00:00Z");
        HistoryQuestion question = new HistoryQuestion(
                "GW1",
                Instant.parse(before),
                Instant.parse(day).plusSeconds(1),
                Duration.ofDays(1),
                null,
                null,
                ZoneId.of(zone));
        assertThat(Steps.of(question, NOW, rawSince).starts())
                .containsExactly(Instant.parse(before), Instant.parse(day));
    }

    @Test
    void aDayThatAZoneLeftOutIsNoBucket() {
        assertThat(starts("2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z", "P1D", "Pacific/Apia"))
                .containsExactly("2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z");
    }

    @Test
    void beyondTheRowsEverythingLiesOnTheHour() {
        Steps steps = steps("2025-01-01T10:20:30Z", "2025-01-01T12:00:00.000001Z", "PT1H", null);
        assertThat(steps.hourly()).isTrue();
        assertThat(steps.from()).isEqualTo("2025-01-01T10:00:00Z");
        assertThat(steps.to()).isEqualTo("2025-01-01T13:00:00Z");
        assertThat(steps.starts()).hasSize(3);
    }

    @Test
    void beyondTheRowsDaysOfZonesOffTheHourStartAtTheNearestOne() {
        assertThat(starts("2025-01-01T18:15:00Z", "2025-01-02T19:00:00Z", "P1D", "Asia/Kathmandu"))
                .containsExactly("2025-01-01T18:00:00Z", "2025-01-02T18:00:00Z");
        assertThat(starts("2025-01-01T18:30:00Z", "2025-01-02T18:00:00Z", "P1D", "Asia/Kolkata"))
                .containsExactly("2025-01-01T18:00:00Z");
    }

    @Test
    void aFinerStepThereIsRefusedWithTheEarliestStartThatWorks() {
        assertThatThrownBy(() -> steps("2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z", "PT15M", null))
                .isInstanceOf(BadQuestion.class)
                .hasMessageContaining("`from`=2025-02-20T12:00:00Z");
        assertThat(steps("2025-02-20T12:02:00Z", null, "P31D", null).hourly()).isFalse();
        assertThat(steps("2025-02-20T12:02:00Z", "2025-02-20T13:00:00Z", "PT15M", null)
                        .hourly())
                .isFalse();
    }

    @Test
    void twoThousandBucketsAreTheMost() {
        assertThat(starts("2025-05-20T00:00:00Z", "2025-05-21T09:20:00Z", "PT1M", null))
                .hasSize(2000);
        assertThatThrownBy(() -> steps("2025-05-20T00:00:00Z", "2025-05-21T09:20:00.000001Z", "PT1M", null))
                .isInstanceOf(BadQuestion.class);
        assertThatThrownBy(() -> steps("0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", null, null))
                .isInstanceOf(BadQuestion.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT59S", "PT0S", "-PT1H", "P32D", "P31DT1S", "PT1M0.5S"})
    void stepsOutsideAMinuteToAMonthAreRefused(String step) {
        assertThatThrownBy(() -> steps(null, null, step, null)).isInstanceOf(BadQuestion.class);
    }

    @Test
    void aZoneGoesWithWholeDaysOnly() {
        assertThatThrownBy(() -> steps(null, null, "PT36H", "Europe/Berlin")).isInstanceOf(BadQuestion.class);
        assertThat(steps(null, null, "PT48H", "Europe/Berlin").stepText()).isEqualTo("P2D");
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> steps("2025-05-21T00:00:00Z", "2025-05-21T00:00:00Z", null, null))
                .isInstanceOf(BadQuestion.class);
        assertThatThrownBy(() -> steps("2025-05-21T12:00:00Z", null, null, null))
                .isInstanceOf(BadQuestion.class);
    }
}
