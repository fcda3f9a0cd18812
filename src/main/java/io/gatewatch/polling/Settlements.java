package io.gatewatch.polling;

import io.gatewatch.results.Columns;
import io.gatewatch.results.Documents;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes into the table of tasks what became of them, and only where the fence shows that the lease is still ours; it is
 * raised again, so that the same is not written twice.
 */
@Component
class Settlements {

    /**
     * Whatever ends a lease raises the fence, so that a pending task need not be asked for; it must not be, either: the
     * planner, where it knows no better, thinks there is one, and goes through all of them once for every answer.
     */
    private static final String SETTLE = """
            update task as t set
                fence = t.fence + 1, lease_until = '-infinity', state = n.state, due_at = n.due_at, polls = t.polls + n.polls,
                troubles = n.troubles, not_founds = n.not_founds, unreadables = n.unreadables,
                unreadable_since = n.unreadable_since,
                progress_percent = coalesce(n.progress_percent, t.progress_percent),
                last_status = coalesce(n.last_status, t.last_status), last_error = n.last_error,
                started_at = coalesce(n.started_at, t.started_at),
                document = case when not n.forgets then coalesce(n.document, t.document) end,
                unreadable_body = coalesce(n.unreadable_body, t.unreadable_body),
                settled_at = n.settled_at, observed_at = n.observed_at
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as n (task_id, fence, state, due_at, polls, troubles, not_founds, unreadables, unreadable_since,
                    progress_percent, last_status, last_error, started_at, forgets, document, unreadable_body,
                    settled_at, observed_at)
            where t.task_id = n.task_id and t.fence = n.fence
            returning t.task_id, n.fence
            """;

    private static final String COUNT_LOST = "update lost_total set tasks = tasks + ? where verdict = ?";

    private final JdbcTemplate jdbc;

    Settlements(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A lease of a task, by its fence. */
    private record Lease(String taskId, long fence) {

        static Lease of(LeasedTask task) {
            return new Lease(task.taskId(), task.fence());
        }
    }

    /** Writes these settlements, none of one task twice; returns those whose lease was ours. Joins the transaction. */
    List<Settlement> settle(List<Settlement> settlements) {
        Columns<Settlement> columns = columns(settlements);
        jdbc.execute(TaskQueue.BY_INDEX);
        Set<Lease> ours = new HashSet<>();
        jdbc.query(SETTLE, columns::bind, row -> {
            ours.add(new Lease(row.getString(1), row.getLong(2)));
        });
        return settlements.stream()
                .filter(settlement -> ours.contains(Lease.of(settlement.task())))
                .toList();
    }

    /** Counts tasks that ended without a result, last of all and in one order, as every replica waits for these rows. */
    void countLost(List<Settlement> settlements) {
        for (TaskState state : TaskState.values()) {
            long lost = settlements.stream()
                    .filter(settlement -> settlement.state() == state)
                    .count();
            if (lost > 0 && state != TaskState.PENDING && state != TaskState.FINISHED) {
                countLost(state, lost);
            }
        }
    }

    void countLost(TaskState state, long tasks) {
        jdbc.update(COUNT_LOST, tasks, state.text());
    }

    private static Columns<Settlement> columns(List<Settlement> settlements) {
        return Columns.of(settlements)
                .texts(settlement -> settlement.task().taskId())
                .longs(settlement -> settlement.task().fence())
                .texts(settlement -> settlement.state().text())
                .instants(Settlement::dueAt)
                .integers(settlement -> settlement.asked() ? 1 : 0)
                .integers(settlement -> settlement.inARow().troubles())
                .integers(settlement -> settlement.inARow().notFounds())
                .integers(settlement -> settlement.inARow().unreadables())
                .instants(settlement -> settlement.inARow().unreadableSince())
                .integers(settlement -> settlement.heard().progressPercent())
                .texts(settlement -> settlement.heard().lastStatus())
                .texts(settlement -> settlement.heard().lastError())
                .instants(settlement -> settlement.heard().startedAt())
                .flags(Settlement::forgetsDocument)
                .bytes(Settlements::document)
                .texts(settlement -> settlement.heard().unreadableBody())
                .instants(Settlement::settledAt)
                .instants(Settlement::observedAt);
    }

    private static byte @Nullable [] document(Settlement settlement) {
        String document = settlement.heard().document();
        return document == null ? null : Documents.packed(document);
    }
}
