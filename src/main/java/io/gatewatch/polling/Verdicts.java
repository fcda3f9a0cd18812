package io.gatewatch.polling;

import io.gatewatch.central.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Component;

/**
 * The rules of how a task ends: only an answer ends it, never a call that taught nothing. Past its deadline the next
 * answer without a result does.
 */
@Component
class Verdicts {

    static final int SURE = 3;
    static final Duration UNREADABLE_FOR = Duration.ofSeconds(30);

    private static final Duration FIRST_UNREADABLE_PAUSE = Duration.ofSeconds(10);
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LAST_BACK_OFF = Duration.ofMinutes(1);
    private static final Duration LONGEST_NOT_FOUND_PAUSE = Duration.ofSeconds(20);

    private final LikelyEnd likelyEnd;
    private final PollingProperties properties;

    Verdicts(LikelyEnd likelyEnd, PollingProperties properties) {
        this.likelyEnd = likelyEnd;
        this.properties = properties;
    }

    /**
     * What becomes of the task.
     *
     * @param now when the answer is settled
     * @param lastReadable when Central last answered anything that could be read, for any task
     */
    Settlement of(Asked asked, Instant now, Instant lastReadable) {
        LeasedTask task = asked.task();
        Answer answer = asked.answer();
        if (answer instanceof Answer.Finished) {
            return ended(asked, TaskState.FINISHED, InARow.NONE, now);
        }
        if (answer instanceof Answer.Rejected) {
            return ended(asked, TaskState.REJECTED, InARow.NONE, now);
        }
        if (answer instanceof Answer.StillRunning running) {
            return again(asked, InARow.NONE, likelyEnd.next(task, running, now), now);
        }
        if (answer instanceof Answer.NotFound) {
            return notFound(asked, task.inARow().withNotFound(), now);
        }
        if (answer instanceof Answer.Unreadable) {
            return unreadable(asked, task.inARow().withUnreadable(now), now, lastReadable);
        }
        return unanswered(task, answer, now);
    }

    private Settlement notFound(Asked asked, InARow row, Instant now) {
        boolean graceOver = !now.isBefore(asked.task().registeredAt().plus(properties.notFoundGrace()));
        if (row.notFounds() >= SURE && graceOver) {
            return ended(asked, TaskState.NOT_FOUND, row, now);
        }
        Duration third = properties.notFoundGrace().dividedBy(SURE);
        return again(asked, row, now.plus(between(FIRST_BACK_OFF, third, LONGEST_NOT_FOUND_PAUSE)), now);
    }

    private Settlement unreadable(Asked asked, InARow row, Instant now, Instant lastReadable) {
        Instant since = row.unreadableSince() == null ? now : row.unreadableSince();
        boolean longEnough = !now.isBefore(since.plus(UNREADABLE_FOR));
        boolean roadWorks = !lastReadable.isBefore(since);
        if (row.unreadables() >= SURE && longEnough && roadWorks) {
            return ended(asked, TaskState.UNREADABLE, row, now);
        }
        return again(asked, row, now.plus(doubled(FIRST_UNREADABLE_PAUSE, row.unreadables() - 1)), now);
    }

    /** Nothing was learned: it counts as no answer, whatever the deadline. */
    private static Settlement unanswered(LeasedTask task, Answer answer, Instant now) {
        Heard heard = Heard.of(answer);
        if (answer instanceof Answer.Paused paused) {
            return Settlement.pending(task, paused.until(), false, task.inARow(), heard);
        }
        if (answer instanceof Answer.Missed) {
            return Settlement.pending(task, task.dueAt(), false, task.inARow(), heard);
        }
        if (answer instanceof Answer.TokenExpired) {
            return Settlement.pending(task, now, true, task.inARow(), heard);
        }
        InARow row = task.inARow().withTrouble();
        return Settlement.pending(
                task, now.plus(jittered(doubled(FIRST_BACK_OFF, row.troubles() - 1))), true, row, heard);
    }

    /** Asked once more at the deadline itself, and no more after it. */
    private static Settlement again(Asked asked, InARow row, Instant due, Instant now) {
        Instant deadline = asked.task().deadlineAt();
        if (!asked.at().isBefore(deadline)) {
            return ended(asked, TaskState.EXPIRED, row, now);
        }
        return Settlement.pending(
                asked.task(), due.isBefore(deadline) ? due : deadline, true, row, Heard.of(asked.answer()));
    }

    private static Settlement ended(Asked asked, TaskState state, InARow row, Instant now) {
        return Settlement.ended(asked.task(), state, row, Heard.of(asked.answer()), now);
    }

    private static Duration doubled(Duration first, int times) {
        return between(first, first.multipliedBy(1L << Math.min(times, 10)), LAST_BACK_OFF);
    }

    /** Half to one and a half, so that tasks that failed together do not come back together. */
    private static Duration jittered(Duration duration) {
        return Duration.ofMillis(
                (long) (duration.toMillis() * ThreadLocalRandom.current().nextDouble(0.5, 1.5)));
    }

    private static Duration between(Duration least, Duration value, Duration most) {
        if (value.compareTo(least) < 0) {
            return least;
        }
        return value.compareTo(most) > 0 ? most : value;
    }
}
