package io.gatewatch.polling;

import io.gatewatch.central.DayPlan;
import io.gatewatch.results.Gateways;
import io.gatewatch.results.Reading;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Component;

/** The door to tasks: hands them in, reads them back, cancels them and has them asked about anew. */
@Component
public class PendingTasks {

    /** How a wish to change a task ended. */
    public enum Change {
        DONE,
        UNKNOWN,
        /** The task is in a state that does not allow it. */
        REFUSED
    }

    private static final Sort NEWEST_FIRST = Sort.by(Sort.Order.desc("registeredAt"), Sort.Order.asc("taskId"));

    private final Reception reception;
    private final TaskQueue queue;
    private final TaskFigures figures;
    private final TaskRows rows;
    private final Gateways gateways;
    private final DayForecast forecast;
    private final Reading reading;

    PendingTasks(
            Reception reception,
            TaskQueue queue,
            TaskFigures figures,
            TaskRows rows,
            Gateways gateways,
            DayForecast forecast,
            Reading reading) {
        this.reception = reception;
        this.queue = queue;
        this.figures = figures;
        this.rows = rows;
        this.gateways = gateways;
        this.forecast = forecast;
        this.reading = reading;
    }

    /** Hands in these tasks, in order, all in one transaction; the answers come in the same order. */
    public List<Registration.Answer> await(List<Registration> registrations) {
        return registrations.isEmpty() ? List.of() : reception.receive(registrations);
    }

    public Optional<Task> find(String taskId) {
        return reading.fresh(() -> rows.findByTaskId(taskId).map(TaskRow::task));
    }

    /** A task with what Central said of it last. */
    public Optional<Task.Kept> findKept(String taskId) {
        return reading.fresh(() -> rows.findByTaskId(taskId).map(TaskRow::kept));
    }

    /** At most {@code limit} tasks, newest registered first. */
    public List<Task> page(TasksQuestion question, int limit) {
        return reading.fresh(() -> read(question, limit));
    }

    private List<Task> read(TasksQuestion question, int limit) {
        Optional<Long> gateway = Optional.ofNullable(question.serialNumber()).flatMap(gateways::id);
        if (question.serialNumber() != null && gateway.isEmpty()) {
            return List.of();
        }
        Specification<TaskRow> asked = (task, query, is) -> is.and(conditions(question, gateway, task, is));
        return rows
                .findBy(asked, tasks -> tasks.sortBy(NEWEST_FIRST).limit(limit).all())
                .stream()
                .map(TaskRow::task)
                .toList();
    }

    /** Ends a pending task; one that ended without a result stays as it ended, a finished one is refused. */
    public Change cancel(String taskId) {
        if (find(taskId).isPresent() && queue.cancel(taskId)) {
            return Change.DONE;
        }
        return find(taskId)
                .map(task -> task.state() == TaskState.FINISHED ? Change.REFUSED : Change.DONE)
                .orElse(Change.UNKNOWN);
    }

    /** Has a task that ended without a result asked about again, with a new deadline. */
    public Change retry(String taskId) {
        Optional<Task> before = find(taskId);
        if (before.isPresent() && queue.retry(taskId)) {
            return Change.DONE;
        }
        return before.map(task -> Change.REFUSED).orElse(Change.UNKNOWN);
    }

    /** How the rest of the day's calls will be spent. */
    public DayPlan dayPlan() {
        return forecast.planNow();
    }

    /** Seconds from the end of a test to its storing, the median of the last hour; null without a test. */
    public @Nullable Double lagSeconds() {
        return figures.lagSeconds();
    }

    /** The same on every replica. */
    public TaskCounts counts() {
        return figures.counts();
    }

    private static Predicate[] conditions(
            TasksQuestion question, Optional<Long> gateway, Root<TaskRow> task, CriteriaBuilder is) {
        List<Predicate> all = new ArrayList<>();
        gateway.ifPresent(id -> all.add(is.equal(task.get("gatewayId"), id)));
        if (question.state() != null) {
            all.add(is.equal(task.get("state"), question.state().text()));
        }
        if (question.state() != null && question.state() != TaskState.FINISHED) {
            // As a literal: it is the condition of the index that finds the few among all that finished.
            all.add(is.notEqual(task.get("state"), is.literal(TaskState.FINISHED.text())));
        }
        TasksQuestion.Position after = question.after();
        if (after != null) {
            all.add(is.or(
                    is.lessThan(task.get("registeredAt"), after.registeredAt()),
                    is.and(
                            is.equal(task.get("registeredAt"), after.registeredAt()),
                            is.greaterThan(task.get("taskId"), after.taskId()))));
        }
        return all.toArray(Predicate[]::new);
    }
}
