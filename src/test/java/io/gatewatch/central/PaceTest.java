package io.gatewatch.central;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One limit for all replicas, kept in one row of a real database. */
class PaceTest {

    private static final Instant NOON = Border.NOON;

    private final SteppedClock clock = new SteppedClock(NOON);
    private final PaceTable table = PaceTable.fresh();
    private final Pace here = replica(0);
    private final Pace there = replica(0);

    @Test
    void replicasShareTheLimitHoweverTheyTake() {
        Random random = new Random(1);
        List<Instant> moments = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            moments.addAll((random.nextBoolean() ? here : there).take(random.nextInt(12), Duration.ZERO));
            clock.advance(Duration.ofNanos(random.nextInt(300_000_000)));
        }
        for (int i = 0; i + 7 < moments.size(); i++) {
            assertThat(Duration.between(moments.get(i), moments.get(i + 7))).isGreaterThan(Duration.ofSeconds(1));
        }
    }

    /** Ticks of three replicas in any order, each with a clock of its own that is stepped now and then, and work without end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void clocksThatDifferBringNeitherMoreCallsNorFewer(int seed) {
        Random random = new Random(seed);
        List<SteppedClock> clocks = new ArrayList<>();
        List<Pace> replicas = new ArrayList<>();
        long[] off = new long[3];
        for (int i = 0; i < off.length; i++) {
            clocks.add(new SteppedClock(NOON));
            replicas.add(table.replica(Border.properties(6, 0), clocks.get(i), clock));
        }
        List<Instant> moments = new ArrayList<>();
        int[] shares = new int[off.length];
        for (Instant end = NOON.plusSeconds(60); clock.instant().isBefore(end); ) {
            int of = random.nextInt(off.length);
            off[of] = random.nextInt(20) == 0 ? random.nextInt(10_000) - 5000 : off[of];
            clocks.get(of).set(clock.instant().plusMillis(off[of]));
            List<Instant> taken = replicas.get(of).take(1 + random.nextInt(3), Duration.ZERO);
            shares[of] += taken.size();
            taken.forEach(moment -> moments.add(moment.minusMillis(off[of])));
            clock.advance(Duration.ofMillis(20 + random.nextInt(100)));
        }
        for (int i = 0; i + 7 < moments.size(); i++) {
            assertThat(Duration.between(moments.get(i), moments.get(i + 7))).isGreaterThan(Duration.ofSeconds(1));
        }
        assertThat(moments).hasSizeGreaterThan(6 * 59);
        assertThat(IntStream.of(shares).boxed()).allMatch(share -> share > 60);
    }

    @Test
    void replicasThatTakeAtOnceGetEachMomentOnce() {
        List<Instant> moments = IntStream.range(0, 40)
                .parallel()
                .mapToObj(i -> (i % 2 == 0 ? here : there).take(1, Duration.ZERO))
                .flatMap(List::stream)
                .toList();
        assertThat(moments).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void replicasShareTheBudgetOfTheDay() {
        Pace frugal = replica(5);
        Pace frugalToo = replica(5);
        assertThat(frugal.take(3, Duration.ZERO)).hasSize(3);
        assertThat(frugalToo.take(3, Duration.ZERO)).hasSize(2);
        clock.advance(Duration.ofHours(11));
        assertThat(frugal.take(3, Duration.ZERO)).isEmpty();
        clock.set(Instant.parse("2025-05-22T00:00:00Z"));
        assertThat(frugal.take(3, Duration.ZERO)).hasSize(3);
    }

    @Test
    void aPauseHoldsEveryReplica() {
        here.pause(NOON.plusSeconds(5), NOON, "Slow down");
        assertThat(there.take(1, Duration.ZERO)).isEmpty();
        assertThat(there.pausedUntil()).isEqualTo(NOON.plusSeconds(5));
        clock.advance(Duration.ofSeconds(5));
        assertThat(there.take(1, Duration.ZERO)).hasSize(1);
    }

    @Test
    void theBurstsOfTwoReplicasMakeOnePause() {
        Instant end = here.pause(null, NOON, "Slow down");
        clock.advance(Duration.ofMillis(300));
        assertThat(there.pause(null, NOON, "Slow down")).isEqualTo(end);
        assertThat(there.pause(null, NOON.plusMillis(200), "Slow down")).isEqualTo(end);
    }

    @Test
    void aLaterHintOfTheSameBurstMakesThePauseLongerButNotASecondOne() {
        here.pause(NOON.plusSeconds(1), NOON, "Slow down");
        assertThat(there.pause(NOON.plusSeconds(3), NOON, "Slow down")).isEqualTo(NOON.plusSeconds(3));
        assertThat(here.pause(NOON.plusSeconds(2), NOON, "Slow down")).isEqualTo(NOON.plusSeconds(3));
        assertThat(pausesInARow()).isEqualTo(1);
    }

    @Test
    void withoutAHintPausesDoubleUpToTenSeconds() {
        List<Long> pauses = Stream.generate(this::secondsPaused).limit(6).toList();
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
    }

    @Test
    void aGoodAnswerOfAnyReplicaMakesPausesBeginSmallAgain() {
        secondsPaused();
        secondsPaused();
        there.take(1, Duration.ZERO);
        there.answered();
        assertThat(secondsPaused()).isEqualTo(1);
    }

    @Test
    void anAnswerThatWasUnderWayWhenThePauseBeganForgivesNothing() {
        here.pause(null, NOON, "Slow down");
        here.answered();
        assertThat(pausesInARow()).isEqualTo(1);
    }

    @Test
    void whenCentralLastAnsweredIsKnownToAll() {
        here.answered();
        assertThat(there.lastReadableAt()).isEqualTo(NOON);
    }

    @Test
    void aHoldIsOfThisReplicaAloneAndNeverShorter() {
        here.hold(NOON.plusSeconds(5));
        here.hold(NOON.plusSeconds(1));
        assertThat(here.pausedUntil()).isEqualTo(NOON.plusSeconds(5));
        assertThat(there.take(1, Duration.ZERO)).hasSize(1);
    }

    private long secondsPaused() {
        Instant end = here.pause(null, clock.instant(), "Slow down");
        Duration pause = Duration.between(clock.instant(), end);
        clock.set(end);
        return pause.toSeconds();
    }

    private int pausesInARow() {
        return table.jdbc
                .sql("select pauses_in_a_row from central_pace")
                .query(Integer.class)
                .single();
    }

    private Pace replica(long perDay) {
        return table.replica(Border.properties(6, perDay), clock);
    }
}
