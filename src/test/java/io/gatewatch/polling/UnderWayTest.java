package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.central.Answer;
import io.gatewatch.central.TestAddress;
import io.gatewatch.results.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a replica has leased and not settled is bounded, whatever is slow. */
class UnderWayTest {

    private static final Instant NOW = Instant.EPOCH;
    private static final int ASKED = 4;
    private static final int UNSETTLED = 6;
    private static final long BYTES = 1000;

    private final UnderWay underWay = new UnderWay(ASKED, UNSETTLED, BYTES);

    private List<LeasedTask> leased(int tasks) {
        List<LeasedTask> leased = IntStream.range(0, tasks)
                .mapToObj(i -> new LeasedTask(
                        new TestAddress("G", Protocol.HTTP, "t" + i), 1, null, NOW, NOW, null, NOW, 1, InARow.NONE))
                .toList();
        underWay.leased(leased);
        return leased;
    }

    private void answer(List<LeasedTask> tasks) {
        tasks.forEach(task -> underWay.answered(new Asked(task, new Answer.Missed(), NOW)));
    }

    @Test
    void slowAnswersLeaveNoRoomForMoreAsks() {
        leased(ASKED);
        assertThat(underWay.room()).isZero();
    }

    @Test
    void whatIsAnsweredMakesRoomBeforeItIsSettled() {
        answer(leased(ASKED));
        assertThat(underWay.room()).isEqualTo(UNSETTLED - ASKED);
    }

    @Test
    void aSlowDatabaseLeavesNoRoomEither() throws InterruptedException {
        answer(leased(ASKED));
        answer(leased(UNSETTLED - ASKED));
        assertThat(underWay.toSettle(100, Duration.ZERO)).hasSize(UNSETTLED);
        assertThat(underWay.room()).isZero();
        underWay.settled();
        assertThat(underWay.room()).isEqualTo(ASKED);
    }

    @Test
    void longAnswersLeaveNoRoomUntilTheyAreSettled() throws InterruptedException {
        Answer longer = new Answer.StillRunning("RUNNING", null, null, "x".repeat((int) BYTES + 1));
        underWay.answered(new Asked(leased(1).get(0), longer, NOW));
        assertThat(underWay.room()).isZero();
        underWay.toSettle(1, Duration.ZERO);
        underWay.settled();
        assertThat(underWay.room()).isEqualTo(ASKED);
    }

    @Test
    void answersAreTheSameUntilTheyAreSettled() throws InterruptedException {
        answer(leased(2));
        List<Asked> first = underWay.toSettle(1, Duration.ZERO);
        assertThat(underWay.toSettle(1, Duration.ZERO)).isEqualTo(first);
        underWay.settled();
        assertThat(underWay.toSettle(1, Duration.ZERO)).hasSize(1).isNotEqualTo(first);
    }

    @Test
    void anAskThatFailedMakesRoom() {
        leased(ASKED).forEach(underWay::unanswered);
        assertThat(underWay.room()).isEqualTo(ASKED);
        assertThat(underWay.unsettled()).isEmpty();
    }

    @Test
    void whatIsLeftAtTheEndIsAllThatIsNotSettled() throws InterruptedException {
        List<LeasedTask> tasks = leased(3);
        answer(tasks.subList(0, 2));
        underWay.toSettle(1, Duration.ZERO);
        assertThat(underWay.unsettled()).containsExactlyInAnyOrderElementsOf(tasks);
    }
}
