package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who of the gateways there is to be read about; every reading chooses its gateways here. */
@Component
class KnownGateways {

    private static final String GATEWAY = """
            select g.id, g.serial_number, g.name, g.site, g.first_seen_at,
                   (select max(last_observed_at) from target_totals t where t.gateway_id = g.id) as last_test_at
            from gateway g
            """;

    private static final String WHOLE = """
            select g.*, array(select distinct u.text from target_totals t join url u on u.id = t.url_id
                              where t.gateway_id = g.id and t.url_id <> 0 order by 1 limit 1000)::text[] as urls
            from (%s where g.serial_number = ?) g
            """.formatted(GATEWAY);

    private static final String PAGE = """
            select * from (
                select g.*, coalesce(%s, 'infinity') as rank from (%s where g.retired_at is null) g) ranked
            where (rank, serial_number collate "C") > (:rank, :serial)
            order by rank, serial_number collate "C" limit :limit
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

    private static final String SERIAL_NUMBER = "0::float8";

    private final JdbcClient jdbc;

    KnownGateways(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A gateway and its place in the order that was asked for: a rank, smallest first. */
    record Place(long id, GatewaysQuestion.Position position) {}

    /** The id of a gateway that was seen at some time. */
    Optional<Long> id(String serialNumber) {
        if (serialNumber.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return jdbc.sql("select id from gateway where serial_number = ?")
                .param(serialNumber)
                .query(Long.class)
                .optional();
    }

    /** All that were seen at some time, also retired ones. */
    List<Long> ids() {
        return jdbc.sql("select id from gateway").query(Long.class).list();
    }

    /** The serial numbers of all that lists show, by id. */
    Map<Long, String> listed() {
        Map<Long, String> serials = new HashMap<>();
        jdbc.sql("select id, serial_number from gateway where retired_at is null")
                .query(row -> {
                    serials.put(row.getLong(1), row.getString(2));
                });
        return serials;
    }

    /** What people know those by that lists show, by id. */
    Map<Long, GatewayName> names() {
        Map<Long, GatewayName> names = new HashMap<>();
        jdbc.sql("select id, serial_number, name, site from gateway where retired_at is null")
                .query(row -> {
                    names.put(row.getLong(1), new GatewayName(row.getString(2), row.getString(3), row.getString(4)));
                });
        return names;
    }

    /** A gateway with its id and its urls, at most 1,000. */
    record Whole(long id, Gateway gateway, List<String> urls) {}

    /** This gateway, also when it is retired; none when it was never seen. */
    Optional<Whole> find(String serialNumber) {
        if (serialNumber.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return jdbc.sql(WHOLE)
                .param(serialNumber)
                .query((row, number) -> new Whole(row.getLong("id"), gateway(row), Arrays.asList((String[])
                        row.getArray("urls").getArray())))
                .optional();
    }

    /** Those after a place, by last test or by serial number. */
    List<Place> page(GatewaysQuestion question, int limit) {
        GatewaysQuestion.Position after = question.after();
        String rank = question.sort() == GatewaysQuestion.Sort.LAST_TEST ? LAST_TEST : SERIAL_NUMBER;
        return jdbc.sql(PAGE.formatted(rank, GATEWAY))
                .param("to", question.to().atOffset(ZoneOffset.UTC))
                .param("rank", after == null ? Double.NEGATIVE_INFINITY : after.rank())
                .param("serial", after == null ? "" : after.serialNumber())
                .param("limit", limit)
                .query((row, number) -> new Place(
                        row.getLong("id"),
                        new GatewaysQuestion.Position(row.getDouble("rank"), row.getString("serial_number"))))
                .list();
    }

    Map<Long, Gateway> byId(Collection<Long> ids) {
        Map<Long, Gateway> gateways = new HashMap<>();
        jdbc.sql(GATEWAY + " where g.id = any (?)")
                .param(ids.toArray(Long[]::new))
                .query(row -> {
                    gateways.put(row.getLong("id"), gateway(row));
                });
        return gateways;
    }

    private static Gateway gateway(ResultSet row) throws SQLException {
        return new Gateway(
                row.getString("serial_number"),
                row.getString("name"),
                row.getString("site"),
                row.getObject("first_seen_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("last_test_at", OffsetDateTime.class)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
