package io.gatewatch.polling;

import static java.util.stream.Collectors.toMap;

import io.gatewatch.central.Answer;
import io.gatewatch.central.Pace;
import io.gatewatch.results.FinishedTest;
import io.gatewatch.results.Results;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes down what the answers mean: tasks, tests, rows, figures and totals in one transaction, and only where the lease
 * is still ours. This is what makes a result that was fetched twice be stored once.
 */
@Component
class Settling {

    private static final Logger log = LoggerFactory.getLogger(Settling.class);

    private static final String NOT_STORED = "Central's answer could not be stored";

    private final TransactionTemplate transaction;
    private final Settlements written;
    private final Results results;
    private final Verdicts verdicts;
    private final Pace pace;
    private final Clock clock;
    private final DetectionLag lag;

    Settling(
            TransactionTemplate transaction,
            Settlements written,
            Results results,
            Verdicts verdicts,
            Pace pace,
            DetectionLag lag,
            Clock clock) {
        this.transaction = transaction;
        this.written = written;
        this.results = results;
        this.verdicts = verdicts;
        this.pace = pace;
        this.clock = clock;
        this.lag = lag;
    }

    /**
     * Settles these answers; one that cannot be stored stops no other.
     *
     * @throws DataAccessException when the database is in trouble; the same may be tried again, nothing is settled twice
     */
    void settle(List<Asked> answers) {
        if (answers.stream().anyMatch(Asked::isReadable)) {
            pace.answered();
        }
        settleOrHalve(answers);
    }

    /** What cannot be stored is found by halving, so that one in a thousand costs the others twenty transactions. */
    private void settleOrHalve(List<Asked> answers) {
        try {
            settleTogether(answers);
        } catch (RuntimeException | StackOverflowError e) {
            Trouble.rethrowIfOfTheDatabase(e);
            if (answers.size() > 1) {
                log.debug("A batch of {} answers could not be stored; its halves are tried", answers.size(), e);
                settleOrHalve(answers.subList(0, answers.size() / 2));
                settleOrHalve(answers.subList(answers.size() / 2, answers.size()));
                return;
            }
            Asked answer = answers.get(0);
            log.error(
                    "What Central said of task {} cannot be stored; unless it was before, its text is kept as unreadable: {}",
                    answer.task().taskId(),
                    Trouble.inShort(e));
            settleText(answer);
        }
    }

    /** What failed may be told by its text alone; only when that fails, too, is the task left to the end of its lease. */
    private void settleText(Asked answer) {
        try {
            if (answer.answer() instanceof Answer.Finished finished) {
                transaction.executeWithoutResult(status -> finishOrGiveUp(answer, finished));
            } else {
                Answer text = new Answer.Unreadable(NOT_STORED, textOf(answer.answer()));
                settleTogether(List.of(new Asked(answer.task(), text, answer.at())));
            }
        } catch (RuntimeException e) {
            Trouble.rethrowIfOfTheDatabase(e);
            log.error("Nor can its text; it is asked about again", e);
        }
    }

    /** A result that is stored already has finished its task, whatever became of the transaction that stored it. */
    private void finishOrGiveUp(Asked answer, Answer.Finished finished) {
        Instant now = clock.instant();
        if (results.isRecorded(test(answer.task(), finished, now))) {
            written.settle(List.of(settlement(answer, now, Instant.EPOCH)));
        } else {
            giveUp(answer.task(), finished.result().document());
        }
    }

    private void giveUp(LeasedTask task, String document) {
        Heard heard = Heard.of(new Answer.Unreadable(NOT_STORED, document));
        Settlement end = Settlement.ended(task, TaskState.UNREADABLE, task.inARow(), heard, clock.instant());
        written.countLost(written.settle(List.of(end)));
    }

    private static String textOf(Answer answer) {
        if (answer instanceof Answer.StillRunning running) {
            return running.document();
        }
        return answer instanceof Answer.Rejected rejected ? rejected.body() : "";
    }

    private void settleTogether(List<Asked> answers) {
        Instant now = clock.instant();
        Instant lastReadable = answers.stream().anyMatch(Asked::isUnreadable) ? pace.lastReadableAt() : Instant.EPOCH;
        Map<String, Asked> byTask = answers.stream()
                .collect(toMap(answer -> answer.task().taskId(), Function.identity(), Settling::newest));
        List<Settlement> settlements = byTask.values().stream()
                .map(answer -> settlement(answer, now, lastReadable))
                .sorted(Comparator.comparing(settlement -> settlement.task().taskId()))
                .toList();
        List<Answer.Finished> stored = transaction.execute(status -> write(settlements, byTask, now));
        Objects.requireNonNull(stored).forEach(finished -> lag.observe(finished, now));
    }

    /**
     * Of two answers about one task that of the newest lease, as no other can be written. A result of an older one is taken
     * all the same: Central may not have it a second time.
     */
    private static Asked newest(Asked one, Asked other) {
        boolean isNewer = one.task().fence() >= other.task().fence();
        Asked newer = isNewer ? one : other;
        Asked older = isNewer ? other : one;
        boolean onlyOlderHasResult =
                older.answer() instanceof Answer.Finished && !(newer.answer() instanceof Answer.Finished);
        return onlyOlderHasResult ? new Asked(newer.task(), older.answer(), older.at()) : newer;
    }

    private Settlement settlement(Asked answer, Instant now, Instant lastReadable) {
        Settlement settlement = verdicts.of(answer, now, lastReadable);
        return answer.answer() instanceof Answer.Finished finished
                ? settlement.withTestAt(test(answer.task(), finished, now).observedAt())
                : settlement;
    }

    /** The answers whose tests are stored now. */
    private List<Answer.Finished> write(List<Settlement> settlements, Map<String, Asked> byTask, Instant now) {
        List<Settlement> ours = written.settle(settlements);
        List<Answer.Finished> stored = new ArrayList<>();
        List<FinishedTest> tests = new ArrayList<>();
        for (Settlement settlement : ours) {
            Asked asked = Objects.requireNonNull(byTask.get(settlement.task().taskId()));
            if (asked.answer() instanceof Answer.Finished finished) {
                tests.add(test(asked.task(), finished, now));
                stored.add(finished);
            }
        }
        results.record(tests);
        written.countLost(ours);
        return stored;
    }

    private static FinishedTest test(LeasedTask task, Answer.Finished finished, Instant now) {
        return new FinishedTest(
                task.gatewayId(), task.taskId(), task.address().protocol(), task.urlHint(), finished.result(), now);
    }
}
