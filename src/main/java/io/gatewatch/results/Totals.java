package io.gatewatch.results;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door out to cumulative figures: one row a target, the same on every replica. */
@Component
public class Totals {

    /** A target without a test for so long is no longer shown. */
    private static final Duration SHOWN = Duration.ofDays(30);

    private static final String ALL = """
            select g.serial_number, u.text as url, t.*
            from target_totals t join gateway g on g.id = t.gateway_id join url u on u.id = t.url_id
            where g.retired_at is null and coalesce(t.last_stored_at, t.first_seen_at) > ?
            order by t.gateway_id, t.url_id, t.protocol
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    Totals(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** All targets of gateways that are not retired, without those unseen for 30 days. */
    public List<TargetTotal> all() {
        return jdbc.sql(ALL)
                .param(clock.instant().minus(SHOWN).atOffset(ZoneOffset.UTC))
                .query((row, number) -> total(row))
                .list();
    }

    /** How many tests were ever stored, of targets that are no longer shown, too. */
    public long tests() {
        return jdbc.sql("select coalesce(sum(successful_tests + partial_tests + failed_tests), 0) from target_totals")
                .query(Long.class)
                .single();
    }

    /** A gateway by the names that people know it by. */
    public record Named(
            String serialNumber,
            @Nullable String name,
            @Nullable String site) {}

    /** All gateways that are not retired. */
    public List<Named> gateways() {
        return jdbc.sql("select serial_number, name, site from gateway where retired_at is null order by id")
                .query((row, number) -> new Named(row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }

    private static TargetTotal total(ResultSet row) throws SQLException {
        return new TargetTotal(
                row.getString("serial_number"),
                row.getString("url"),
                Protocol.of(row.getString("protocol")).orElseThrow(),
                row.getBoolean("labelled"),
                Map.of(
                        Outcome.SUCCESS, row.getLong("successful_tests"),
                        Outcome.PARTIAL, row.getLong("partial_tests"),
                        Outcome.FAILURE, row.getLong("failed_tests")),
                row.getDouble("success_ratio_sum"),
                row.getLong("rated_tests"),
                row.getLong("requests_sent"),
                row.getLong("responses_received"),
                row.getLong("response_bytes"),
                counts(row.getArray("codes"), row.getArray("code_counts")),
                row.getDouble("latency_sum_seconds"),
                List.of((Long[]) row.getArray("classic_counts").getArray()),
                counts(row.getArray("bucket_indexes"), row.getArray("bucket_counts")),
                newest(row),
                instants(row.getArray("recent_starts")));
    }

    private static Map<Short, Long> counts(Array numbers, Array counts) throws SQLException {
        Counts both = new Counts();
        both.add((Short[]) numbers.getArray(), (Long[]) counts.getArray());
        return both.asMap();
    }

    private static List<Instant> instants(Array array) throws SQLException {
        return Stream.of((Timestamp[]) array.getArray())
                .map(Timestamp::toInstant)
                .toList();
    }

    private static TargetTotal.@Nullable Newest newest(ResultSet row) throws SQLException {
        String taskId = row.getString("last_task_id");
        if (taskId == null) {
            return null;
        }
        return new TargetTotal.Newest(
                taskId,
                row.getObject("last_observed_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_completed_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_success_ratio", Double.class),
                row.getObject("last_latency_minimum_seconds", Double.class),
                row.getObject("last_latency_average_seconds", Double.class),
                row.getObject("last_latency_maximum_seconds", Double.class),
                row.getObject("exemplar_seconds", Double.class));
    }
}
