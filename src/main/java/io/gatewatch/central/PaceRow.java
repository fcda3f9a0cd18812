package io.gatewatch.central;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The one row of the table {@code central_pace}, which all replicas share. */
@Component
class PaceRow {

    private static final String LOCK = """
            with locked as materialized (select * from central_pace for update)
            select l.*, coalesce(:now, clock_timestamp()) as now from locked l
            """;

    private final JdbcClient jdbc;
    private final DatabaseTime time;

    PaceRow(JdbcClient jdbc, DatabaseTime time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    PaceState read() {
        return jdbc.sql("select * from central_pace")
                .query((row, number) -> state(row))
                .single();
    }

    /** The state, which nobody else changes before the transaction ends, and the time since it was locked. */
    record Locked(PaceState state, Instant now) {}

    /** The time is taken after the lock, which may have been waited for. */
    Locked locked() {
        return jdbc.sql(LOCK)
                .param("now", new SqlParameterValue(Types.TIMESTAMP_WITH_TIMEZONE, utc(time.given())))
                .query((row, number) -> new Locked(state(row), instant(row, "now")))
                .single();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    void save(PaceState state) {
        jdbc.sql("""
                        update central_pace set next_call_at = :next, paused_until = :paused, pause_reason = :why,
                            pauses_in_a_row = :pauses, day = :day, calls_today = :calls, share = :share,
                            share_since = :since, told_per_second = :told
                        """)
                .param("next", state.nextCallAt().atOffset(ZoneOffset.UTC))
                .param("paused", state.pausedUntil().atOffset(ZoneOffset.UTC))
                .param("why", state.pauseReason())
                .param("pauses", state.pausesInARow())
                .param("day", state.day())
                .param("calls", state.callsToday())
                .param("share", state.throttle().share())
                .param("since", state.throttle().since().atOffset(ZoneOffset.UTC))
                .param("told", state.throttle().told())
                .update();
    }

    /** The next pause is the first one again, unless another replica made one meanwhile. */
    void pausesAreOver(Instant now) {
        jdbc.sql("update central_pace set pauses_in_a_row = 0, pause_reason = null where paused_until <= ?")
                .param(now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void readableAt(Instant now) {
        jdbc.sql("update central_pace set last_readable_at = greatest(last_readable_at, ?)")
                .param(now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** When any replica last got an answer from Central that could be read. */
    Instant lastReadableAt() {
        return jdbc.sql("select last_readable_at from central_pace")
                .query((row, number) -> instant(row, "last_readable_at"))
                .single();
    }

    private static PaceState state(ResultSet row) throws SQLException {
        return new PaceState(
                instant(row, "next_call_at"),
                instant(row, "paused_until"),
                row.getString("pause_reason"),
                row.getInt("pauses_in_a_row"),
                row.getObject("day", LocalDate.class),
                row.getLong("calls_today"),
                new Throttle(
                        row.getDouble("share"),
                        instant(row, "share_since"),
                        row.getObject("told_per_second", Double.class)));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
