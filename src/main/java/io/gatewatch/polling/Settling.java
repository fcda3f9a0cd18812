package io.gatewatch.polling;

import static java.util.stream.Collectors.toMap;

import io.gatewatch.central.Answer;
import io.gatewatch.central.Pace;
import io.gatewatch.results.FinishedTest;
import io.gatewatch.results.Results;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes down what the answers mean: tasks, tests, rows, figures and totals in one transaction, and only where the lease
 * is still ours. This is what makes a result that was fetched twice be stored once.
 */
@Component
class Settling {

    private static final Logger log = LoggerFactory.getLogger(Settling.class);

    private final TransactionTemplate transaction;
    private final TaskQueue queue;
    private final Results results;
    private final Verdicts verdicts;
    private final Pace pace;
    private final Clock clock;
    private final Timer lag;

    Settling(
            TransactionTemplate transaction,
            TaskQueue queue,
            Results results,
            Verdicts verdicts,
            Pace pace,
            MeterRegistry meters,
            Clock clock) {
        this.transaction = transaction;
        this.queue = queue;
        this.results = results;
        this.verdicts = verdicts;
        this.pace = pace;
        this.clock = clock;
        this.lag = Timer.builder("gatewatch.detection.lag")
                .description("From the end of a test, as Central says it, to its storing")
                .serviceLevelObjectives(seconds(0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 120, 300, 900))
                .register(meters);
    }

    /**
     * Settles these answers.
     *
     * @throws DataAccessException when the database is away; then nothing is settled and the same may be tried again
     */
    void settle(List<Asked> answers) {
        if (answers.stream().anyMatch(Asked::isReadable)) {
            pace.answered();
        }
        try {
            settleTogether(answers);
        } catch (NonTransientDataAccessException e) {
            if (e instanceof DataAccessResourceFailureException) {
                throw e;
            }
            log.warn("A batch of {} answers could not be stored; each is now stored by itself", answers.size(), e);
            answers.forEach(this::settleAlone);
        }
    }

    private void settleAlone(Asked answer) {
        try {
            settleTogether(List.of(answer));
        } catch (NonTransientDataAccessException e) {
            if (e instanceof DataAccessResourceFailureException || !(answer.answer() instanceof Answer.Finished)) {
                throw e;
            }
            log.error(
                    "Task {} ends unreadable: its result cannot be stored; its text is kept",
                    answer.task().taskId(),
                    e);
            transaction.executeWithoutResult(status -> giveUp(answer));
        }
    }

    private void giveUp(Asked answer) {
        String document = ((Answer.Finished) answer.answer()).result().document();
        Heard heard = Heard.of(new Answer.Unreadable("Its result could not be stored", document));
        Settlement end = Settlement.ended(
                answer.task(), TaskState.UNREADABLE, answer.task().inARow(), heard, clock.instant());
        queue.countLost(queue.settle(List.of(end)));
    }

    private void settleTogether(List<Asked> answers) {
        Instant now = clock.instant();
        Instant lastReadable = pace.lastReadableAt();
        Map<LeasedTask, Asked> byTask = answers.stream().collect(toMap(Asked::task, Function.identity()));
        List<Settlement> settlements = answers.stream()
                .map(answer -> settlement(answer, now, lastReadable))
                .sorted(Comparator.comparing(settlement -> settlement.task().taskId()))
                .toList();
        List<FinishedTest> stored = transaction.execute(status -> write(settlements, byTask, now));
        observe(stored == null ? List.of() : stored, byTask);
    }

    private Settlement settlement(Asked answer, Instant now, Instant lastReadable) {
        Settlement settlement = verdicts.of(answer, now, lastReadable);
        FinishedTest test = finished(answer, now);
        return test == null ? settlement : settlement.withTestAt(test.observedAt());
    }

    private List<FinishedTest> write(List<Settlement> settlements, Map<LeasedTask, Asked> byTask, Instant now) {
        List<Settlement> ours = queue.settle(settlements);
        List<FinishedTest> tests = new ArrayList<>();
        for (Settlement settlement : ours) {
            FinishedTest test = finished(Objects.requireNonNull(byTask.get(settlement.task())), now);
            if (test != null) {
                tests.add(test);
            }
        }
        results.record(tests);
        queue.countLost(ours);
        return tests;
    }

    private static @Nullable FinishedTest finished(Asked asked, Instant now) {
        LeasedTask task = asked.task();
        return asked.answer() instanceof Answer.Finished finished
                ? new FinishedTest(
                        task.gatewayId(),
                        task.taskId(),
                        task.address().protocol(),
                        task.urlHint(),
                        finished.result(),
                        now)
                : null;
    }

    /** Read against Central's own clock where that differs from ours. */
    private void observe(List<FinishedTest> stored, Map<LeasedTask, Asked> byTask) {
        Map<String, Duration> ahead = byTask.values().stream()
                .filter(asked -> asked.answer() instanceof Answer.Finished)
                .collect(toMap(asked -> asked.task().taskId(), asked -> ((Answer.Finished) asked.answer()).ahead()));
        for (FinishedTest test : stored) {
            Instant endedAt = test.result().endedAt();
            if (endedAt != null) {
                Duration late = Duration.between(endedAt, test.storedAt().plus(ahead.get(test.taskId())));
                lag.record(late.isNegative() ? Duration.ZERO : late);
            }
        }
    }

    private static Duration[] seconds(double... values) {
        return Arrays.stream(values)
                .mapToObj(seconds -> Duration.ofMillis((long) (seconds * 1000)))
                .toArray(Duration[]::new);
    }
}
