package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Gateways in the order that was asked for; every order is a rank, smallest first, so that pages go on the same way. */
@Component
class GatewayRanking {

    private static final String GATEWAY = """
            select g.id, g.serial_number, g.name, g.site, g.first_seen_at,
                   (select max(last_observed_at) from target_totals t where t.gateway_id = g.id) as last_test_at
            from gateway g
            """;

    private static final String PAGE = """
            select * from (
                select g.*, coalesce(%s, 'infinity') as rank from (%s where g.retired_at is null) g) ranked
            where (rank, serial_number collate "C") > (:rank, :serial)
            order by rank, serial_number collate "C" limit :limit
            """;

    private static final String SUCCESS_RATE = """
            (select avg(t.success_rate_percent) from http_test t
             where t.gateway_id = g.id and t.observed_at >= :from and t.observed_at < :to and t.stored_at <= :to)
            """;

    private static final String LATENCY = """
            (select -percentile_disc(0.95) within group (order by r.response_time_millis)
             from http_test t join response_sample r using (gateway_id, observed_at, task_id)
             where t.gateway_id = g.id and t.observed_at >= :from and t.observed_at < :to and t.stored_at <= :to
               and r.observed_at >= :from and r.observed_at < :to)
            """;

    /** Who was tested since the first page keeps the place it had there; otherwise it would be on no page. */
    private static final String LAST_TEST = """
            -extract(epoch from case
                when exists (select from target_totals t where t.gateway_id = g.id and t.last_stored_at > :to)
                then (select max(t.observed_at) from http_test t
                      where t.gateway_id = g.id and t.stored_at <= :to and t.observed_at <= :to + interval '1 hour'
                        and t.observed_at <= t.stored_at + interval '1 hour')
                else g.last_test_at end)::float8
            """;

    private final JdbcClient jdbc;

    GatewayRanking(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Place(long id, Gateway gateway, GatewaysQuestion.Position position) {}

    List<Place> page(GatewaysQuestion question, int limit) {
        GatewaysQuestion.Position after = question.after();
        return jdbc.sql(PAGE.formatted(rank(question.sort()), GATEWAY))
                .param("from", question.from().atOffset(ZoneOffset.UTC))
                .param("to", question.to().atOffset(ZoneOffset.UTC))
                .param("rank", after == null ? Double.NEGATIVE_INFINITY : after.rank())
                .param("serial", after == null ? "" : after.serialNumber())
                .param("limit", limit)
                .query((row, number) -> new Place(
                        row.getLong("id"),
                        gateway(row),
                        new GatewaysQuestion.Position(row.getDouble("rank"), row.getString("serial_number"))))
                .list();
    }

    Gateway gateway(long id) {
        return jdbc.sql(GATEWAY + " where g.id = ?")
                .param(id)
                .query((row, number) -> gateway(row))
                .single();
    }

    private static String rank(GatewaysQuestion.Sort sort) {
        return switch (sort) {
            case SERIAL_NUMBER -> "0::float8";
            case SUCCESS_RATE -> SUCCESS_RATE;
            case LATENCY -> LATENCY;
            case LAST_TEST -> LAST_TEST;
        };
    }

    private static Gateway gateway(ResultSet row) throws SQLException {
        OffsetDateTime lastTestAt = row.getObject("last_test_at", OffsetDateTime.class);
        return new Gateway(
                row.getString("serial_number"),
                row.getString("name"),
                row.getString("site"),
                row.getObject("first_seen_at", OffsetDateTime.class).toInstant(),
                instant(lastTestAt));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
