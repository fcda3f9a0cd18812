package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.DAYS;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which days were added up, and may be taken instead of their hours: one stretch, days without a test included. */
@Component
class SummedDays {

    /** Before the first hour there is nothing to add up. */
    private static final String BEGIN = """
            insert into summed_days (from_day, to_day, checked_day)
            select :kept, coalesce(date_trunc('day', min(first.hour), 'UTC'), :end), :kept
            from target_totals p cross join lateral (
                select hour from hourly_figures t
                where t.gateway_id = p.gateway_id and t.url_id = p.url_id and t.protocol = p.protocol
                    and hour >= :kept and hour < :end
                order by hour limit 1) first
            where not exists (select from summed_days)
            on conflict do nothing
            """;

    private static final String LET_GO =
            "update summed_days set from_day = :kept, to_day = greatest(to_day, :kept) where from_day < :kept";

    private static final String CHECK = """
            update summed_days
            set checked_day = case when checked_day + interval '24 hours' between from_day and to_day - interval '24 hours'
                                   then checked_day + interval '24 hours' else from_day end
            where from_day < to_day returning checked_day
            """;

    private final JdbcClient jdbc;

    SummedDays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty where none was. */
    Hours.Stretch all() {
        return jdbc.sql("select from_day, to_day from summed_days")
                .query((row, number) -> new Hours.Stretch(instant(row, "from_day"), instant(row, "to_day")))
                .optional()
                .orElse(Hours.Stretch.NONE);
    }

    /** Those within a range, up to the first of which a part has to be told apart: a start lies in it, or a counted hour. */
    Hours.Stretch within(Hours range, List<Instant> starts) {
        Hours.Stretch whole =
                new Hours.Stretch(dayFrom(range.from()), range.to().truncatedTo(DAYS));
        Instant end = Stream.concat(
                        starts.stream().filter(start -> !start.equals(dayFrom(start))), range.counted().stream())
                .filter(whole::contains)
                .min(Comparator.naturalOrder())
                .orElse(whole.to())
                .truncatedTo(DAYS);
        Hours.Stretch uncut = new Hours.Stretch(whole.from(), end);
        return uncut.isEmpty() ? Hours.Stretch.NONE : uncut.and(all());
    }

    private static Instant dayFrom(Instant instant) {
        Instant day = instant.truncatedTo(DAYS);
        return day.equals(instant) ? day : day.plus(1, DAYS);
    }

    /** From the first day that is kept to the first that has hours, or to the end, unless it has begun before. */
    void begin(Instant kept, Instant end) {
        jdbc.sql(BEGIN)
                .param("kept", kept.atOffset(ZoneOffset.UTC))
                .param("end", end.atOffset(ZoneOffset.UTC))
                .update();
    }

    void letGo(Instant kept) {
        jdbc.sql(LET_GO).param("kept", kept.atOffset(ZoneOffset.UTC)).update();
    }

    /** Adds the day after the last; tells whether it was the one. */
    boolean add(Instant day) {
        return jdbc.sql("update summed_days set to_day = to_day + interval '24 hours' where to_day = ?")
                        .param(day.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Each in turn, the first after the last; none where there is none. */
    List<Instant> nextToCheck() {
        return jdbc.sql(CHECK)
                .query((row, number) -> instant(row, "checked_day"))
                .list();
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
