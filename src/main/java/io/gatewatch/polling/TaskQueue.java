package io.gatewatch.polling;

import io.gatewatch.central.TestAddress;
import io.gatewatch.results.Protocol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table of tasks as a queue. To lease a task is to say until when and to raise its fence; whoever settles must show
 * that fence and raises it again, so that of two replicas that asked about one task only one is heard, and that one once.
 */
@Component
class TaskQueue {

    /**
     * Has the transaction find tasks by their indexes, come what may. Of a table that was never analyzed the planner thinks
     * that little is due, and sorts all of it for every lease; of a small one, that to read it whole costs nothing. Before
     * PostgreSQL 18 what is off counts as dear, for which it would compile the statement, longer than it takes.
     */
    static final String BY_INDEX = """
            set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off;
            set local jit = off
            """;

    private static final String DUE = "state = 'pending' and due_at <= :due and lease_until <= :now";

    private static final String LEASE = """
            with due as (
                select task_id from task where %s order by due_at limit :most for update skip locked),
            leased as (
                update task t set fence = t.fence + 1, lease_until = :until
                from due, gateway g where t.task_id = due.task_id and g.id = t.gateway_id
                returning t.*, g.serial_number)
            select * from leased order by due_at
            """.formatted(DUE);

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Settlements settlements;
    private final PollingProperties properties;
    private final Clock clock;

    TaskQueue(
            JdbcClient jdbc, JdbcTemplate batches, Settlements settlements, PollingProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.settlements = settlements;
        this.properties = properties;
        this.clock = clock;
    }

    /** How many tasks have been due for so long, counted no further than {@code most}. Begins a {@link #lease}. */
    @Transactional
    int due(int most, Duration patience) {
        jdbc.sql(BY_INDEX).update();
        return asked("select count(*) from (select 1 from task where " + DUE + " limit :most) due", most, patience)
                .query(Integer.class)
                .single();
    }

    /** Leases at most so many tasks that have been due for so long, the longest due first. */
    @Transactional
    List<LeasedTask> lease(int most, Duration patience) {
        return asked(LEASE, most, patience)
                .param("until", clock.instant().plus(properties.lease()).atOffset(ZoneOffset.UTC))
                .query((row, number) -> leased(row))
                .list();
    }

    private JdbcClient.StatementSpec asked(String sql, int most, Duration patience) {
        Instant now = clock.instant();
        return jdbc.sql(sql)
                .param("due", now.minus(patience).atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("most", most);
    }

    /** Gives leased tasks back, due as they were, for another replica to ask; locked in the order of their ids. */
    @Transactional
    void release(List<LeasedTask> tasks) {
        batches.batchUpdate(
                "update task set lease_until = '-infinity' where task_id = ? and fence = ? and state = 'pending'",
                tasks.stream()
                        .sorted(Comparator.comparing(LeasedTask::taskId))
                        .map(task -> new Object[] {task.taskId(), task.fence()})
                        .toList());
    }

    /** Whether there was such a pending task to cancel. */
    @Transactional
    boolean cancel(String taskId) {
        boolean cancelled = jdbc.sql("""
                                update task set state = 'cancelled', fence = fence + 1, settled_at = ?
                                where task_id = ? and state = 'pending'
                                """)
                        .params(clock.instant().atOffset(ZoneOffset.UTC), taskId)
                        .update()
                == 1;
        if (cancelled) {
            settlements.countLost(TaskState.CANCELLED, 1);
        }
        return cancelled;
    }

    /** Whether there was such a task that ended without a result; the raised fence shuts out an answer still on its way. */
    boolean retry(String taskId) {
        Instant now = clock.instant();
        return jdbc.sql("""
                                update task set state = 'pending', due_at = :now, lease_until = '-infinity', deadline_at = :deadline,
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
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
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
}
