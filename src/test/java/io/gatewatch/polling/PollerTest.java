package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The two threads that keep the rounds going. */
class PollerTest extends Rounds {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void itAsksForWhatIsDueAndStopsWhenTold() {
        String id = task(completed());
        clock.advance(Duration.ofSeconds(5));
        Poller poller = new Poller(round, 1 << 20, 256 << 20);
        poller.start();
        await().atMost(PATIENCE).until(() -> state(id).equals("finished"));
        poller.stop();
        assertThat(poller.isRunning()).isFalse();
        String later = task(completed());
        clock.advance(Duration.ofSeconds(5));
        expectState(later, "pending");
    }

    @Test
    void aDatabaseInTroubleLosesNothing() {
        String id = task(completed());
        clock.advance(Duration.ofSeconds(5));
        jdbc.sql("alter table http_test rename to http_test_away").update();
        Poller poller = new Poller(round, 1 << 20, 256 << 20);
        try {
            poller.start();
            await().atMost(PATIENCE).until(() -> whenAsked(id).size() == 1);
        } finally {
            jdbc.sql("alter table http_test_away rename to http_test").update();
        }
        await().atMost(PATIENCE).until(() -> state(id).equals("finished"));
        poller.stop();
        assertThat(whenAsked(id)).hasSize(1);
        assertThat(rows("http_test")).isEqualTo(1);
    }
}
