package io.gatewatch.central;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two replicas that Central tells to slow down, and what it tells them of its limit. */
class PaceAfterA429Test {

    private static final Instant NOON = Border.NOON;

    private final SteppedClock clock = new SteppedClock(NOON);
    private final PaceTable table = PaceTable.fresh();
    private final Pace here = table.replica(Border.properties(6, 0), clock);
    private final Pace there = table.replica(Border.properties(6, 0), clock);

    @Test
    void everyReplicaGoesOnAtHalfThePaceAndGrows() {
        here.slowDown(NOON.plusSeconds(2), NOON, "Slow down");
        clock.advance(Duration.ofSeconds(2));
        assertThat(there.status().perSecond()).isEqualTo(3);
        assertThat(there.take(20, Duration.ZERO)).hasSize(3);
        clock.advance(Duration.ofSeconds(10));
        assertThat(here.status().perSecond()).isEqualTo(6);
        assertThat(here.take(20, Duration.ZERO)).hasSize(6);
    }

    @Test
    void aBurstOfRefusalsHalvesOnce() {
        here.slowDown(null, NOON, "Slow down");
        there.slowDown(null, NOON, "Slow down");
        there.slowDown(null, NOON.plusMillis(500), "Slow down");
        assertThat(here.status().perSecond()).isEqualTo(3);
    }

    @Test
    void aLongerHintOfTheSameBurstHoldsBackTheGrowthToo() {
        here.slowDown(NOON.plusSeconds(1), NOON, "Slow down");
        there.slowDown(NOON.plusSeconds(8), NOON, "Slow down");
        clock.advance(Duration.ofSeconds(8));
        assertThat(here.status().perSecond()).isEqualTo(3);
    }

    @Test
    void theNextBurstHalvesAgain() {
        here.slowDown(NOON.plusSeconds(1), NOON, "Slow down");
        clock.advance(Duration.ofSeconds(1));
        there.slowDown(NOON.plusSeconds(2), clock.instant(), "Slow down");
        assertThat(here.status().perSecond()).isEqualTo(1.5);
    }

    @Test
    void aPauseForAnotherReasonSlowsNothing() {
        here.pause(NOON.plusSeconds(1), NOON, "Refused");
        clock.advance(Duration.ofSeconds(1));
        assertThat(here.take(20, Duration.ZERO)).hasSize(6);
    }

    @Test
    void afterAStormCallsResumeSlowly() {
        for (int i = 0; i < 8; i++) {
            clock.set(here.slowDown(null, clock.instant(), "Slow down"));
        }
        List<Instant> moments = taken(Duration.ofSeconds(60));
        Instant begin = moments.get(0);
        assertThat(within(moments, begin, begin.plusSeconds(5))).isBetween(3L, 8L);
        assertThat(within(moments, begin.plusSeconds(20), begin.plusSeconds(60)))
                .isBetween(220L, 241L);
        for (int i = 0; i + 7 < moments.size(); i++) {
            assertThat(Duration.between(moments.get(i), moments.get(i + 7))).isGreaterThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void aLowerLimitThatOneReplicaIsToldHoldsForAll() {
        here.told(2);
        assertThat(there.status().perSecond()).isEqualTo(2);
        assertThat(there.take(20, Duration.ZERO)).hasSize(3);
        assertThat(there.knows(2)).isTrue();
    }

    @Test
    void aLimitAsHighAsOursIsForgotten() {
        here.told(2);
        there.told(6);
        assertThat(here.status().perSecond()).isEqualTo(6);
        there.told(100);
        assertThat(here.status().perSecond()).isEqualTo(6);
    }

    @Test
    void whatAnotherReplicaWroteSinceIsToldAnew() {
        here.told(2);
        there.told(10);
        here.take(1, Duration.ZERO);
        assertThat(here.knows(2)).isFalse();
        assertThat(here.knows(10)).isTrue();
    }

    @Test
    void aLimitOfLessThanOneIsNone() {
        assertThat(here.knows(0)).isTrue();
        assertThat(here.knows(-1)).isTrue();
    }

    @Test
    void whoIsHeldTakesNoMomentFromTheOthers() {
        here.hold(NOON.plusSeconds(1));
        assertThat(here.take(5, Duration.ZERO)).isEmpty();
        assertThat(there.take(10, Duration.ZERO)).hasSize(6);
    }

    private List<Instant> taken(Duration length) {
        List<Instant> moments = new ArrayList<>();
        Instant end = clock.instant().plus(length);
        for (int i = 0; clock.instant().isBefore(end); i++) {
            moments.addAll((i % 2 == 0 ? here : there).take(20, Duration.ZERO));
            clock.advance(Duration.ofMillis(250));
        }
        return moments;
    }

    private static long within(List<Instant> moments, Instant from, Instant to) {
        return moments.stream()
                .filter(moment -> !moment.isBefore(from) && moment.isBefore(to))
                .count();
    }
}
