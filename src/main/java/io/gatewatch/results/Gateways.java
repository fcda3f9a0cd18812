package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The door to the gateways: met when a task or a test names them, read with their figures, named and retired. */
@Component
public class Gateways {

    private static final Map<String, Duration> WINDOWS = windows();

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final GatewayRanking ranking;
    private final RawFigures figures;
    private final Reading reading;
    private final Clock clock;

    Gateways(
            JdbcClient jdbc,
            JdbcTemplate batches,
            GatewayRanking ranking,
            RawFigures figures,
            Reading reading,
            Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.ranking = ranking;
        this.figures = figures;
        this.reading = reading;
        this.clock = clock;
    }

    /** The ids of these gateways, new ones made, retired ones back. */
    @Transactional
    public Map<String, Long> meet(Collection<String> serialNumbers) {
        Instant now = clock.instant();
        List<String> serials = serialNumbers.stream().distinct().sorted().toList();
        batches.batchUpdate(
                """
                insert into gateway as g (serial_number, first_seen_at, last_seen_at) values (?, ?, ?)
                on conflict (serial_number) do update set last_seen_at = excluded.last_seen_at, retired_at = null
                where g.retired_at is not null
                """,
                serials,
                500,
                (statement, serial) ->
                        new Binder(statement).value(serial).value(now).value(now));
        Map<String, Long> ids = new HashMap<>();
        jdbc.sql("select serial_number, id from gateway where serial_number = any (:serials)")
                .param("serials", serials.toArray(String[]::new))
                .query(row -> {
                    ids.put(row.getString(1), row.getLong(2));
                });
        return ids;
    }

    /** Joins the caller's transaction; the rows are locked in one order, and only when there is something to say. */
    @Transactional
    void seen(List<FinishedTest> tests) {
        Instant now = tests.get(0).storedAt();
        jdbc.sql("""
                        update gateway set last_seen_at = :now, retired_at = null
                        where id in (
                            select id from gateway
                            where id = any (:ids) and (retired_at is not null or last_seen_at < :stale)
                            order by id for no key update)
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("stale", now.minus(Duration.ofMinutes(1)).atOffset(ZoneOffset.UTC))
                .param(
                        "ids",
                        tests.stream().map(FinishedTest::gatewayId).distinct().toArray(Long[]::new))
                .update();
    }

    /** At most {@code limit} gateways that are not retired, each with its figures over the window. */
    public List<Gateway.Ranked> page(GatewaysQuestion question, int limit) {
        return reading.of(() -> ranked(question, limit));
    }

    private List<Gateway.Ranked> ranked(GatewaysQuestion question, int limit) {
        List<GatewayRanking.Place> places = ranking.page(question, limit);
        Choice window = Choice.window(question.from(), question.to())
                .and(
                        "t.gateway_id = any (:gateways)",
                        "gateways",
                        places.stream().map(GatewayRanking.Place::id).toArray(Long[]::new));
        Map<Long, Figures> byGateway = figures.by("t.gateway_id", Gateways::key, window);
        return places.stream()
                .map(place -> new Gateway.Ranked(
                        place.gateway(), byGateway.getOrDefault(place.id(), Figures.NONE), place.position()))
                .toList();
    }

    /** This gateway with its urls and figures, also when it is retired; none when it was never seen. */
    public Optional<Gateway.Whole> find(String serialNumber) {
        return reading.of(() -> id(serialNumber).map(this::whole));
    }

    private Gateway.Whole whole(long id) {
        Gateway gateway = ranking.gateway(id);
        List<String> urls = jdbc.sql("""
                        select distinct u.text from target_totals t join url u on u.id = t.url_id
                        where t.gateway_id = ? and t.url_id <> 0 order by 1 limit 1000
                        """).param(id).query(String.class).list();
        Map<String, Figures> byWindow = new LinkedHashMap<>();
        WINDOWS.forEach((name, window) -> byWindow.put(name, figures(id, window)));
        return new Gateway.Whole(gateway, urls, byWindow);
    }

    /** The id of a gateway that was seen at some time. */
    public Optional<Long> id(String serialNumber) {
        if (serialNumber.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return reading.of(() -> jdbc.sql("select id from gateway where serial_number = ?")
                .param(serialNumber)
                .query(Long.class)
                .optional());
    }

    /** Gives a gateway the names people know it by; false when it was never seen. */
    @Transactional
    public boolean rename(String serialNumber, @Nullable String name, @Nullable String site) {
        return jdbc.sql("update gateway set name = ?, site = ? where serial_number = ?")
                        .param(name)
                        .param(site)
                        .param(serialNumber)
                        .update()
                > 0;
    }

    /** Takes a gateway out of lists and scrape until it is seen again; false when it was never seen. */
    @Transactional
    public boolean retire(String serialNumber) {
        return jdbc.sql("update gateway set retired_at = coalesce(retired_at, ?) where serial_number = ?")
                        .params(clock.instant().atOffset(ZoneOffset.UTC), serialNumber)
                        .update()
                > 0;
    }

    private Figures figures(long id, Duration window) {
        Instant now = clock.instant();
        Choice choice = Choice.within("observed_at", now.minus(window), now).gateway(id);
        return figures.by("t.gateway_id", Gateways::key, choice).getOrDefault(id, Figures.NONE);
    }

    private static Long key(ResultSet row, int number) throws SQLException {
        return row.getLong("key");
    }

    private static Map<String, Duration> windows() {
        Map<String, Duration> windows = new LinkedHashMap<>();
        windows.put("PT1H", Duration.ofHours(1));
        windows.put("PT24H", Duration.ofHours(24));
        windows.put("P7D", Duration.ofDays(7));
        return windows;
    }
}
