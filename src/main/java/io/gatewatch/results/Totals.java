package io.gatewatch.results;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door out to cumulative figures: one row a target, the same on every replica. */
@Component
public class Totals {

    private static final String CHANGED = """
            select g.serial_number, u.text as url, t.*
            from target_totals t join gateway g on g.id = t.gateway_id join url u on u.id = t.url_id
            where t.last_stored_at > :since or t.first_seen_at > :since
            """;

    private static final String EXTENT = """
            select count(*), coalesce(sum(successful_tests + partial_tests + failed_tests), 0)::bigint from target_totals
            """;

    private final JdbcClient jdbc;
    private final TargetProperties properties;

    Totals(JdbcClient jdbc, TargetProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    /** How many targets may have labels of their own. */
    public int maxTargets() {
        return properties.maxTargets();
    }

    /** All targets, those of retired gateways too, in no order. */
    public List<TargetTotal> all() {
        return changedSince(Instant.EPOCH);
    }

    /** The targets that are new or had a test stored after this moment, in no order. */
    public List<TargetTotal> changedSince(Instant moment) {
        return jdbc.sql(CHANGED)
                .param("since", moment.atOffset(ZoneOffset.UTC))
                .query((row, number) -> total(row))
                .list();
    }

    /** How many targets there are, and how many tests were ever stored of them: who has both has missed no change. */
    public record Extent(long targets, long tests) {}

    /** The extent of all targets, those of retired gateways too. */
    public Extent extent() {
        return jdbc.sql(EXTENT)
                .query((row, number) -> new Extent(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** A gateway by the names that people know it by. */
    public record Named(
            long id,
            String serialNumber,
            @Nullable String name,
            @Nullable String site,
            Instant lastSeenAt) {}

    /** All gateways that are not retired, in the order in which they were first seen. */
    public List<Named> gateways() {
        return jdbc.sql("""
                        select id, serial_number, name, site, last_seen_at from gateway where retired_at is null order by id
                        """)
                .query((row, number) -> new Named(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getObject(5, OffsetDateTime.class).toInstant()))
                .list();
    }

    private static TargetTotal total(ResultSet row) throws SQLException {
        return new TargetTotal(
                new TargetTotal.Key(
                        row.getLong("gateway_id"),
                        row.getLong("url_id"),
                        Protocol.of(row.getString("protocol")).orElseThrow()),
                row.getString("serial_number"),
                row.getString("url"),
                row.getBoolean("labelled"),
                lastSeenAt(row),
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
                medianGapSeconds(instants(row.getArray("recent_starts"))));
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

    private static Instant lastSeenAt(ResultSet row) throws SQLException {
        OffsetDateTime stored = row.getObject("last_stored_at", OffsetDateTime.class);
        return stored == null
                ? row.getObject("first_seen_at", OffsetDateTime.class).toInstant()
                : stored.toInstant();
    }

    /** Of times that are sorted, newest first; null without a gap. */
    private static @Nullable Double medianGapSeconds(List<Instant> times) {
        double[] gaps = IntStream.range(1, times.size())
                .mapToDouble(
                        i -> Duration.between(times.get(i), times.get(i - 1)).toMillis() / 1000.0)
                .sorted()
                .toArray();
        if (gaps.length == 0) {
            return null;
        }
        int middle = gaps.length / 2;
        return gaps.length % 2 == 1 ? gaps[middle] : (gaps[middle - 1] + gaps[middle]) / 2;
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
