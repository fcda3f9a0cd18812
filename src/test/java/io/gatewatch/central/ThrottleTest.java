package io.gatewatch.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A limit that was too much is halved, and taken back bit by bit. */
class ThrottleTest {

    private static final Instant NOON = Border.NOON;
    private static final Offset<Double> NEARLY = within(1e-9);

    @Test
    void untouchedItIsTheWholeLimit() {
        assertThat(Throttle.OPEN.perSecond(6, NOON)).isEqualTo(6);
    }

    @Test
    void halvedItGrowsFromTheEndOfThePauseOn() {
        Throttle halved = Throttle.OPEN.halved(NOON, NOON.plusSeconds(5));
        assertThat(halved.perSecond(6, NOON)).isEqualTo(3, NEARLY);
        assertThat(halved.perSecond(6, NOON.plusSeconds(5))).isEqualTo(3, NEARLY);
        assertThat(halved.perSecond(6, NOON.plusSeconds(7))).isEqualTo(3.6, NEARLY);
        assertThat(halved.perSecond(6, NOON.plusSeconds(15))).isEqualTo(6, NEARLY);
        assertThat(halved.perSecond(6, NOON.plusSeconds(999))).isEqualTo(6, NEARLY);
    }

    @Test
    void whatHasGrownBackIsWhatIsHalved() {
        Throttle twice = Throttle.OPEN.halved(NOON, NOON).halved(NOON.plusSeconds(4), NOON.plusSeconds(4));
        assertThat(twice.perSecond(10, NOON.plusSeconds(4))).isEqualTo(3.5, NEARLY);
    }

    @Test
    void itNeverFallsBelowATenth() {
        Throttle least = Stream.iterate(Throttle.OPEN, throttle -> throttle.halved(NOON, NOON))
                .limit(20)
                .reduce((first, last) -> last)
                .orElseThrow();
        assertThat(least.perSecond(6, NOON)).isEqualTo(0.6, NEARLY);
    }

    @Test
    void aLongerPauseHoldsBackTheGrowth() {
        Throttle held = Throttle.OPEN.halved(NOON, NOON.plusSeconds(1)).heldUntil(NOON, NOON.plusSeconds(9));
        assertThat(held.perSecond(6, NOON.plusSeconds(9))).isEqualTo(3, NEARLY);
        assertThat(held.perSecond(6, NOON.plusSeconds(11))).isEqualTo(3.6, NEARLY);
    }

    @Test
    void whatCentralToldOnlyLowers() {
        assertThat(Throttle.OPEN.withTold(2.0).perSecond(6, NOON)).isEqualTo(2);
        assertThat(Throttle.OPEN.withTold(9.0).perSecond(6, NOON)).isEqualTo(6);
        assertThat(Throttle.OPEN.withTold(2.0).withTold(null).perSecond(6, NOON))
                .isEqualTo(6);
    }

    @Test
    void ofALowerLimitTheSameShareIsUsed() {
        Throttle both = Throttle.OPEN.withTold(4.0).halved(NOON, NOON);
        assertThat(both.perSecond(6, NOON)).isEqualTo(2, NEARLY);
        assertThat(both.withTold(null).perSecond(6, NOON)).isEqualTo(3, NEARLY);
    }
}
