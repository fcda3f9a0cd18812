package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplicaLagTest {

    private static final Instant NOON = Instant.parse("2025-05-21T12:00:00Z");

    private final ReplicaLag lag = new ReplicaLag();

    private void written(int position, int second) {
        lag.written(BigDecimal.valueOf(position), NOON.plusSeconds(second));
    }

    private Duration behind(int replayed, int second) {
        return lag.behind(BigDecimal.valueOf(replayed), NOON.plusSeconds(second));
    }

    @Test
    void whoHasReplayedAllIsNotBehindHoweverLongNothingIsWritten() {
        written(100, 0);
        assertThat(behind(100, 0)).isZero();
        written(100, 3600);
        assertThat(behind(100, 3600)).isZero();
    }

    @Test
    void theOldestThatIsNotReplayedTells() {
        written(100, 0);
        written(200, 2);
        written(300, 4);
        assertThat(behind(100, 4)).hasSeconds(2);
        assertThat(behind(250, 10)).hasSeconds(6);
        assertThat(behind(300, 10)).isZero();
    }

    @Test
    void itGrowsWhenTheReplicaStandsStillForVeryLong() {
        for (int second = 0; second < 5000; second++) {
            written(second + 1, second);
        }
        assertThat(behind(1, 5000)).hasSeconds(4999);
    }

    @Test
    void aPrimaryThatWasRestoredIsFollowedFromWhereItIs() {
        written(1000, 0);
        assertThat(behind(900, 0)).isZero();
        written(400, 10);
        written(500, 12);
        assertThat(behind(400, 20)).hasSeconds(8);
        assertThat(behind(500, 20)).isZero();
    }

    @Test
    void aReplicaOfThePrimaryBeforeTheRestoreIsNotBelievedUntilItMoves() {
        written(1000, 0);
        assertThat(ahead(1000)).isFalse();
        written(400, 10);
        assertThat(ahead(1000)).isTrue();
        written(2000, 20);
        assertThat(ahead(1000)).isTrue();
        assertThat(ahead(1500)).isFalse();
    }

    @Test
    void aReplicaThatHasCaughtUpAfterVeryLongIsNotAhead() {
        for (int second = 0; second < 5000; second++) {
            written(second + 1, second);
        }
        assertThat(ahead(4999)).isFalse();
    }

    private boolean ahead(int replayed) {
        return lag.isAhead(BigDecimal.valueOf(replayed));
    }
}
