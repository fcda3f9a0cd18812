package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lease that is written down slowly comes late for its moment, but not every time. */
class SlowDatabaseTest extends Rounds {

    private void theLastLeaseWasQuick() {
        task(completed());
        clock.advance(Duration.ofSeconds(5));
        round.step(10);
    }

    private int askedAfter(long millis) {
        List<Round.Ask> asks = round.lease(10);
        clock.advance(Duration.ofMillis(millis));
        List<Asked> answers = asks.stream().map(ask -> ask.answer().block()).toList();
        round.settle(answers);
        return answers.size();
    }

    /** Where so many calls a second may leave, they may be two seconds late. */
    @ParameterizedTest
    @ValueSource(longs = {2010, 2700})
    void theNextMomentIsTakenAsFarAhead(long millis) {
        theLastLeaseWasQuick();
        String id = task(completed());
        clock.advance(Duration.ofSeconds(5));
        assertThat(askedAfter(millis)).isEqualTo(1);
        expectState(id, "pending");
        assertThat(polls(id)).isZero();
        assertThat(askedAfter(millis)).isEqualTo(1);
        expectState(id, "finished");
    }
}
