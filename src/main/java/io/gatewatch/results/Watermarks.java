package io.gatewatch.results;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Moves the {@link Watermark} on, in the transaction that drops or adds up. It never moves back: a longer retention does
 * not bring back what a shorter one has dropped.
 */
@Component
class Watermarks {

    private static final String ROWS = "update watermark set rows_since = :since where rows_since < :since";

    private static final String HOURS = "update watermark set hours_since = :since where hours_since < :since";

    private static final String DAYS = """
            update watermark set days_since = :since, days_until = greatest(days_until, :since) where days_since < :since
            """;

    /** Before the first hour there is nothing to add up. */
    private static final String FIRST_DAY = """
            update watermark set days_since = :kept, days_until = (
                select coalesce(date_trunc('day', min(first.hour), 'UTC'), :end)
                from target_totals p cross join lateral (
                    select hour from hourly_figures t
                    where t.gateway_id = p.gateway_id and t.url_id = p.url_id and t.protocol = p.protocol
                        and hour >= :kept and hour < :end
                    order by hour limit 1) first)
            where days_until = days_since
            """;

    private static final String NEXT_DAY = """
            update watermark set days_until = days_until + interval '24 hours' where days_until = ?
            """;

    private final JdbcClient jdbc;

    Watermarks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Watermark now() {
        return jdbc.sql(Watermark.SELECT)
                .query((row, number) -> Watermark.of(row))
                .single();
    }

    /** Tests and responses observed before this may be gone. */
    void rowsSince(Instant since) {
        move(ROWS, since);
    }

    /** Hourly figures before this may be gone. */
    void hoursSince(Instant since) {
        move(HOURS, since);
    }

    /** Days before this may be gone. */
    void daysSince(Instant since) {
        move(DAYS, since);
    }

    private void move(String sql, Instant since) {
        jdbc.sql(sql).param("since", since.atOffset(ZoneOffset.UTC)).update();
    }

    /** Days hold from the first that is kept to the first that has hours, or to the end, unless some were added up before. */
    void firstDay(Instant kept, Instant end) {
        jdbc.sql(FIRST_DAY)
                .param("kept", kept.atOffset(ZoneOffset.UTC))
                .param("end", end.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The day after the last was added up; tells whether it was the one. */
    boolean nextDay(Instant day) {
        return jdbc.sql(NEXT_DAY).param(day.atOffset(ZoneOffset.UTC)).update() == 1;
    }
}
