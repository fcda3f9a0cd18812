package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A task whose moment was missed loses neither an attempt nor its place. */
class MissedTaskTest extends Rounds {

    @Test
    void itIsAskedAgainAtOnceAndNoAttemptIsCounted() {
        String id = task(completed());
        Instant due = due(id);
        clock.set(due);
        List<Round.Ask> asks = round.lease(10);
        clock.advance(Duration.ofSeconds(5));
        round.settle(List.of(asks.get(0).answer().block()));
        assertThat(polls(id)).isZero();
        assertThat(whenAsked(id)).isEmpty();
        assertThat(due(id)).isEqualTo(due);

        assertThat(round.step(10)).isEqualTo(1);
        expectState(id, "finished");
    }
}
