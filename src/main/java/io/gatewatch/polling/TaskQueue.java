package io.gatewatch.polling;

import io.gatewatch.central.TestAddress;
import io.gatewatch.results.Binder;
import io.gatewatch.results.Documents;
import io.gatewatch.results.Protocol;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table of tasks as a queue. To lease a task is to push its due time past the lease and to raise its fence; whoever
 * settles must show that fence and raises it again, so that of two replicas that asked about one task only one is heard,
 * and that one once.
 */
@Component
class TaskQueue {

    private static final String LEASE = """
            with due as (
                select task_id, due_at as was_due from task where state = 'pending' and due_at <= :now
                order by due_at limit :most for update skip locked),
            leased as (
                update task t set fence = t.fence + 1, due_at = :until
                from due, gateway g where t.task_id = due.task_id and g.id = t.gateway_id
                returning t.*, g.serial_number, due.was_due)
            select * from leased order by was_due
            """;

    private static final String SETTLE = """
            update task set fence = fence + 1, state = ?, due_at = ?, polls = polls + ?, troubles = ?, not_founds = ?, unreadables = ?,
                unreadable_since = ?, progress_percent = coalesce(?, progress_percent),
                last_status = coalesce(?, last_status), last_error = ?, started_at = coalesce(?, started_at),
                document = case when ? = 1 then null else coalesce(?, document) end, unreadable_body = coalesce(?, unreadable_body),
                settled_at = ?, observed_at = ?
            where task_id = ? and fence = ? and state = 'pending'
            """;

    private static final String COUNT_LOST = "update lost_total set tasks = tasks + ? where verdict = ?";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final PollingProperties properties;
    private final Clock clock;

    TaskQueue(JdbcClient jdbc, JdbcTemplate batches, PollingProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.properties = properties;
        this.clock = clock;
    }

    /** How many tasks have been due for so long, counted no further than {@code most}. */
    int due(int most, Duration patience) {
        return jdbc.sql("select count(*) from (select 1 from task where state = 'pending' and due_at <= ? limit ?) due")
                .params(clock.instant().minus(patience).atOffset(ZoneOffset.UTC), most)
                .query(Integer.class)
                .single();
    }

    /** Leases at most so many tasks that have been due for so long, the longest due first. */
    @Transactional
    List<LeasedTask> lease(int most, Duration patience) {
        Instant now = clock.instant();
        return jdbc.sql(LEASE)
                .param("now", now.minus(patience).atOffset(ZoneOffset.UTC))
                .param("until", now.plus(properties.lease()).atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query((row, number) -> leased(row))
                .list();
    }

    /** Writes these settlements where the lease is still ours; returns those that were. Joins the transaction. */
    List<Settlement> settle(List<Settlement> settlements) {
        int[][] counts = batches.batchUpdate(SETTLE, settlements, settlements.size(), TaskQueue::bind);
        List<Settlement> ours = new ArrayList<>();
        for (int i = 0; i < settlements.size(); i++) {
            if (counts[0][i] == 1) {
                ours.add(settlements.get(i));
            }
        }
        return ours;
    }

    /** Counts tasks that ended without a result, last of all and in one order, as every replica waits for these rows. */
    void countLost(List<Settlement> settlements) {
        for (TaskState state : TaskState.values()) {
            long lost = settlements.stream()
                    .filter(settlement -> settlement.state() == state)
                    .count();
            if (lost > 0 && state != TaskState.PENDING && state != TaskState.FINISHED) {
                batches.update(COUNT_LOST, lost, state.text());
            }
        }
    }

    /** Seconds from the end of a test to its storing, the median of the last hour's newest; null without one. */
    @Nullable
    Double lagSeconds() {
        return jdbc.sql("""
                        select percentile_cont(0.5) within group (
                            order by greatest(0, extract(epoch from t.settled_at - h.ended_at)::float8))
                        from (select * from task where state = 'finished' and settled_at > ?
                              order by settled_at desc limit 500) t
                        join http_test h using (gateway_id, observed_at, task_id)
                        """)
                .param(clock.instant().minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC))
                .query((row, number) -> Optional.ofNullable(row.getObject(1, Double.class)))
                .single()
                .orElse(null);
    }

    TaskCounts counts() {
        Map<TaskState, Long> lost = new EnumMap<>(TaskState.class);
        jdbc.sql("select verdict, tasks from lost_total").query(row -> {
            lost.put(TaskState.of(row.getString(1)).orElseThrow(), row.getLong(2));
        });
        return jdbc.sql("select count(*), min(registered_at) from task where state = 'pending'")
                .query((row, number) ->
                        new TaskCounts(row.getLong(1), instant(row.getObject(2, OffsetDateTime.class)), lost))
                .single();
    }

    /** Gives leased tasks back, due as they were, for another replica to ask. */
    @Transactional
    void release(List<LeasedTask> tasks) {
        batches.batchUpdate(
                "update task set due_at = ? where task_id = ? and fence = ? and state = 'pending'",
                tasks.stream()
                        .map(task -> new Object[] {task.dueAt().atOffset(ZoneOffset.UTC), task.taskId(), task.fence()})
                        .toList());
    }

    /** Whether there was such a pending task to cancel. */
    @Transactional
    boolean cancel(String taskId) {
        boolean cancelled =
                jdbc.sql("update task set state = 'cancelled', settled_at = ? where task_id = ? and state = 'pending'")
                                .params(clock.instant().atOffset(ZoneOffset.UTC), taskId)
                                .update()
                        == 1;
        if (cancelled) {
            batches.update(COUNT_LOST, 1, TaskState.CANCELLED.text());
        }
        return cancelled;
    }

    /** Whether there was such a task that ended without a result; the raised fence shuts out an answer still on its way. */
    boolean retry(String taskId) {
        Instant now = clock.instant();
        return jdbc.sql("""
                                update task set state = 'pending', due_at = :now, deadline_at = :deadline,
                                    fence = fence + 1, troubles = 0, not_founds = 0, unreadables = 0,
                                    unreadable_since = null, unreadable_body = null, document = null,
                                    last_error = null, settled_at = null
                                where task_id = :task and state not in ('pending', 'finished')
                                """)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("deadline", now.plus(properties.deadline()).atOffset(ZoneOffset.UTC))
                        .param("task", taskId)
                        .update()
                == 1;
    }

    private static LeasedTask leased(ResultSet row) throws SQLException {
        Protocol protocol = Protocol.of(row.getString("protocol")).orElseThrow();
        return new LeasedTask(
                new TestAddress(row.getString("serial_number"), protocol, row.getString("task_id")),
                row.getLong("gateway_id"),
                row.getString("url_hint"),
                row.getObject("registered_at", OffsetDateTime.class).toInstant(),
                row.getObject("deadline_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("likely_end_at", OffsetDateTime.class)),
                row.getObject("was_due", OffsetDateTime.class).toInstant(),
                row.getLong("fence"),
                new InARow(
                        row.getInt("troubles"),
                        row.getInt("not_founds"),
                        row.getInt("unreadables"),
                        instant(row.getObject("unreadable_since", OffsetDateTime.class))));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static void bind(PreparedStatement statement, Settlement settlement) throws SQLException {
        InARow inARow = settlement.inARow();
        Heard heard = settlement.heard();
        new Binder(statement)
                .value(settlement.state().text())
                .value(settlement.dueAt())
                .value(settlement.asked() ? 1 : 0)
                .value(inARow.troubles())
                .value(inARow.notFounds())
                .value(inARow.unreadables())
                .value(inARow.unreadableSince())
                .value(heard.progressPercent())
                .value(heard.lastStatus())
                .value(heard.lastError())
                .value(heard.startedAt())
                .value(settlement.forgetsDocument() ? 1 : 0)
                .value(heard.document() == null ? null : Documents.packed(heard.document()))
                .value(heard.unreadableBody())
                .value(settlement.settledAt())
                .value(settlement.observedAt())
                .value(settlement.task().taskId())
                .value(settlement.task().fence());
    }
}
