package io.gatewatch.polling;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many tasks wait, how they ended, and how late results are found. */
@Component
class TaskFigures {

    private final JdbcClient jdbc;
    private final Clock clock;

    TaskFigures(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    TaskCounts counts() {
        return new TaskCounts(
                pending(),
                jdbc.sql("select min(registered_at) from task where state = 'pending'")
                        .query((row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                        .single()
                        .map(OffsetDateTime::toInstant)
                        .orElse(null),
                lost());
    }

    long pending() {
        return jdbc.sql("select count(*) from task where state = 'pending'")
                .query(Long.class)
                .single();
    }

    private Map<TaskState, Long> lost() {
        Map<TaskState, Long> lost = new EnumMap<>(TaskState.class);
        jdbc.sql("select verdict, tasks from lost_total").query(row -> {
            lost.put(TaskState.of(row.getString(1)).orElseThrow(), row.getLong(2));
        });
        return lost;
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
}
