package io.gatewatch.web;

import io.gatewatch.central.Calls;
import io.gatewatch.central.DayPlan;
import io.gatewatch.central.Pace;
import io.gatewatch.central.PaceStatus;
import io.gatewatch.polling.PendingTasks;
import io.gatewatch.polling.TaskCounts;
import io.gatewatch.results.GatewayScope;
import io.gatewatch.results.ReadReplica;
import io.gatewatch.results.Reading;
import io.gatewatch.results.ReplicaStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * How the service itself is doing: what it may ask, what waits, and what went wrong last. Pace and budget are the account's and
 * the same for all callers; what waits, and how long it took, is of the caller's gateways.
 */
@RestController
class StatusController {

    private final PendingTasks tasks;
    private final Pace pace;
    private final Calls calls;
    private final Reading reading;
    private final ReadReplica replica;

    StatusController(PendingTasks tasks, Pace pace, Calls calls, Reading reading, ReadReplica replica) {
        this.reading = reading;
        this.tasks = tasks;
        this.pace = pace;
        this.calls = calls;
        this.replica = replica;
    }

    /**
     * The state of the service.
     *
     * @param pace the account's calls
     * @param day the day's calls against what they are needed for; null without a budget
     * @param pending tasks that wait
     * @param oldestPendingAt when the oldest of them was registered
     * @param lagSeconds from the end of a test to its storing, median of the last hour; null without a test
     * @param replica the read replica; null where there is none
     * @param lastErrors by kind, what calls met last, as this replica saw it
     */
    record Status(
            PaceStatus pace,
            @Nullable DayPlan day,
            long pending,
            @Nullable Instant oldestPendingAt,
            @Nullable Double lagSeconds,
            @Nullable ReplicaStatus replica,
            Map<String, Calls.LastError> lastErrors) {}

    @GetMapping("/api/v1/status")
    Status status(GatewayScope scope) {
        TaskCounts counts = reading.atOnce(tasks::counts);
        return new Status(
                pace.status(),
                pace.hasDayBudget() ? tasks.dayPlan() : null,
                counts.pending(),
                counts.oldestPendingAt(),
                reading.atOnce(() -> Optional.ofNullable(tasks.lagSeconds())).orElse(null),
                replica.status().orElse(null),
                lastErrors(scope));
    }

    /** What Central says may name a task: to a limited caller only its kind is said. */
    private Map<String, Calls.LastError> lastErrors(GatewayScope scope) {
        Map<String, Calls.LastError> errors = calls.lastErrors();
        if (!scope.isAll()) {
            errors.replaceAll((kind, error) -> new Calls.LastError(error.at(), kind));
        }
        return errors;
    }
}
