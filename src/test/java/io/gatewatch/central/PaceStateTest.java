package io.gatewatch.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The account's limit holds however the moments are taken. */
class PaceStateTest {

    private static final Instant NOON = Instant.parse("2025-05-21T12:00:00.000000123Z");
    private static final Instant BEFORE_MIDNIGHT = Instant.parse("2025-05-21T23:59:58Z");

    /** Of whoever takes next. */
    private Duration lead = Duration.ZERO;

    private PaceState state = new PaceState(Instant.EPOCH, Instant.EPOCH, null, 0, LocalDate.EPOCH, 0, Throttle.OPEN);

    @ParameterizedTest
    @CsvSource({"6, 1", "7, 2", "10, 3", "1, 4", "2.5, 5", "100, 6", "0.5, 7", "3.3, 8"})
    void noSecondHoldsMoreThanTheLimitAndOneHoweverTakesCome(double perSecond, long seed) {
        List<Instant> moments = takenAtRandom(perSecond, new Random(seed), Duration.ofSeconds(120));
        int limit = (int) Math.ceil(perSecond);
        for (int i = 0; i + limit + 1 < moments.size(); i++) {
            assertThat(Duration.between(moments.get(i), moments.get(i + limit + 1)))
                    .isGreaterThan(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"6, 1", "7, 2", "10, 3", "1, 4", "2.5, 5", "100, 6", "3.3, 7"})
    void tenSecondsHoldTheLimitOnAverage(double perSecond, long seed) {
        List<Instant> moments = takenAtRandom(perSecond, new Random(seed), Duration.ofSeconds(120));
        int limit = (int) Math.ceil(perSecond * 10);
        for (int i = 0; i + limit < moments.size(); i++) {
            assertThat(Duration.between(moments.get(i), moments.get(i + limit)))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 300, 750})
    void whoAsksOftenEnoughGetsTheWholeLimit(long millisAhead) {
        lead = Duration.ofMillis(millisAhead);
        int taken = 0;
        for (Instant now = NOON; now.isBefore(NOON.plusSeconds(60)); now = now.plusMillis(250)) {
            taken += take(50, now, 6, 0).size();
        }
        assertThat(taken).isBetween(360, 367);
    }

    @ParameterizedTest
    @CsvSource({"6, 1", "1, 2", "0.5, 3", "0.01, 4", "100, 5"})
    void noMomentIsMoreThanASecondAhead(double perSecond, long seed) {
        Random random = new Random(seed);
        Instant now = NOON;
        for (int i = 0; i < 500; i++) {
            assertThat(take(random.nextInt(20), now, perSecond, 0)).allMatch(within(now));
            now = now.plusMillis(random.nextInt(400));
        }
    }

    @Test
    void noMomentIsNearerThanItCanBeUsed() {
        lead = Duration.ofMillis(400);
        assertThat(take(10, NOON, 6, 0)).hasSize(4).allMatch(moment -> !moment.isBefore(NOON.plus(lead)));
    }

    @Test
    void theDaysBudgetIsSpentOnceAndComesAgainAtMidnight() {
        Instant now = BEFORE_MIDNIGHT;
        List<Instant> moments = new ArrayList<>();
        for (; now.isBefore(BEFORE_MIDNIGHT.plusSeconds(10)); now = now.plusMillis(100)) {
            moments.addAll(take(20, now, 6, 9));
        }
        assertThat(moments.stream().filter(moment -> day(moment).equals(LocalDate.of(2025, 5, 21))))
                .hasSize(9);
        assertThat(moments.stream().filter(moment -> day(moment).equals(LocalDate.of(2025, 5, 22))))
                .hasSize(9);
    }

    @Test
    void noMomentOfTomorrowIsPaidToday() {
        Instant now = BEFORE_MIDNIGHT.plusMillis(1500);
        assertThat(take(20, now, 6, 0))
                .hasSize(3)
                .allMatch(moment -> day(moment).equals(day(now)));
    }

    @Test
    void whatWasNotGivenIsNotCounted() {
        take(3, NOON, 6, 100);
        take(0, NOON, 6, 100);
        assertThat(state.callsToday()).isEqualTo(3);
    }

    @Test
    void nothingIsGivenWhilePaused() {
        state = state.pausedUntil(NOON.plusSeconds(5), "so", false);
        assertThat(take(5, NOON.plusMillis(4999), 6, 0)).isEmpty();
        assertThat(take(5, NOON.plusSeconds(5), 6, 0)).hasSize(5);
    }

    @Test
    void aPauseIsNeverShortened() {
        state = state.pausedUntil(NOON.plusSeconds(5), "so", false).pausedUntil(NOON.plusSeconds(2), "so", true);
        assertThat(state.pausedUntil()).isEqualTo(NOON.plusSeconds(5));
        assertThat(state.pausesInARow()).isEqualTo(1);
    }

    @Test
    void aClockThatWasAheadStopsNobodyForLong() {
        take(10, NOON.plus(Duration.ofDays(1)), 6, 0);
        assertThat(take(5, NOON, 6, 0)).isEmpty();
        assertThat(take(5, NOON.plusMillis(1200), 6, 0)).hasSize(5);
    }

    @Test
    void aStormALowerLimitAndMidnightTogetherNeverMakeASecondHoldMoreThanTheLimitAndOne() {
        Random random = new Random(9);
        List<Instant> moments = new ArrayList<>();
        for (Instant now = BEFORE_MIDNIGHT.minusSeconds(60);
                now.isBefore(BEFORE_MIDNIGHT.plusSeconds(60));
                now = now.plusNanos(random.nextInt(400_000_000))) {
            moments.addAll(take(random.nextInt(50), now, 6, 100_000));
            state = stirred(random.nextInt(20), now);
        }
        assertThat(new TreeSet<>(moments)).containsExactlyElementsOf(moments).hasSizeGreaterThan(100);
        for (int i = 0; i + 7 < moments.size(); i++) {
            assertThat(Duration.between(moments.get(i), moments.get(i + 7))).isGreaterThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void aPaceThatRisesBringsNoTwoCallsNearerThanItsPeriod() {
        state = state.withThrottle(Throttle.OPEN.halved(NOON, NOON));
        List<Instant> moments = new ArrayList<>();
        for (Instant now = NOON; now.isBefore(NOON.plusSeconds(2000)); now = now.plusMillis(500)) {
            moments.addAll(take(1, now, 0.01, 0));
        }
        for (int i = 0; i + 1 < moments.size(); i++) {
            assertThat(Duration.between(moments.get(i), moments.get(i + 1)))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(100));
        }
        assertThat(moments).hasSizeGreaterThan(17);
    }

    @Test
    void aPaceThatRoseIsNotWaitedForAsLongAsTheSlowOne() {
        state = state.withThrottle(new Throttle(0.1, NOON.plusSeconds(60), 1.0));
        take(1, NOON, 6, 0);
        state = state.withThrottle(Throttle.OPEN);
        take(1, NOON.plusMillis(100), 6, 0);
        assertThat(take(1, NOON.plusMillis(1400), 6, 0)).hasSize(1);
    }

    /** Of twenty times, one brings a 429, two a limit of Central's, and one forgets that. */
    private PaceState stirred(int what, Instant now) {
        Throttle throttle = state.throttle();
        return switch (what) {
            case 0 ->
                state.pausedUntil(now.plusMillis(700), "so", false)
                        .withThrottle(throttle.halved(now, now.plusMillis(700)));
            case 1 -> state.withThrottle(throttle.withTold(2.0));
            case 2 -> state.withThrottle(throttle.withTold(5.0));
            case 3 -> state.withThrottle(throttle.withTold(null));
            default -> state;
        };
    }

    private List<Instant> takenAtRandom(double perSecond, Random random, Duration length) {
        List<Instant> moments = new ArrayList<>();
        for (Instant now = NOON; now.isBefore(NOON.plus(length)); now = now.plusNanos(random.nextInt(700_000_000))) {
            lead = Duration.ofMillis(random.nextInt(750));
            moments.addAll(take(random.nextInt(random.nextBoolean() ? 3 : 300), now, perSecond, 0));
        }
        assertThat(new TreeSet<>(moments)).containsExactlyElementsOf(moments);
        return moments;
    }

    /** As the row keeps it: to the microsecond, rounded. */
    private List<Instant> take(int wanted, Instant now, double perSecond, long perDay) {
        PaceState.Grant grant = state.take(wanted, now, lead, perSecond, perDay);
        PaceState after = grant.after();
        state = new PaceState(
                Instant.ofEpochSecond(
                        after.nextCallAt().getEpochSecond(), (after.nextCallAt().getNano() + 500) / 1000 * 1000),
                after.pausedUntil(),
                after.pauseReason(),
                after.pausesInARow(),
                after.day(),
                after.callsToday(),
                after.throttle());
        return grant.moments();
    }

    private static Predicate<Instant> within(Instant now) {
        return moment -> !moment.isBefore(now) && !moment.isAfter(now.plusSeconds(1));
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
