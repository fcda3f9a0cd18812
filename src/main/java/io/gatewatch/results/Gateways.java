package io.gatewatch.results;

import io.gatewatch.results.FiguresQuestion.Detail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
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

    /** From the longest to the shortest, each within the one before. */
    private static final List<String> WINDOWS = List.of("P7D", "PT24H", "PT1H");

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final KnownGateways known;
    private final GatewayRanking ranking;
    private final TargetFigures figures;
    private final Reading reading;
    private final Clock clock;

    Gateways(
            JdbcClient jdbc,
            JdbcTemplate batches,
            KnownGateways known,
            GatewayRanking ranking,
            TargetFigures figures,
            Reading reading,
            Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.known = known;
        this.ranking = ranking;
        this.figures = figures;
        this.reading = reading;
        this.clock = clock;
    }

    /**
     * The ids of these gateways, new ones made. Those that are there are not locked, also when they are retired: the caller
     * {@linkplain #revive brings them back} when it has locked all that comes before them.
     */
    @Transactional
    public Map<String, Long> meet(Collection<String> serialNumbers) {
        List<String> serials = serialNumbers.stream().distinct().sorted().toList();
        Map<String, Long> ids = idsOf(serials);
        List<String> missing =
                serials.stream().filter(serial -> !ids.containsKey(serial)).toList();
        if (!missing.isEmpty()) {
            insert(missing);
            ids.putAll(idsOf(missing));
        }
        return ids;
    }

    private Map<String, Long> idsOf(List<String> serials) {
        Map<String, Long> ids = new HashMap<>();
        jdbc.sql("select serial_number, id from gateway where serial_number = any (:serials)")
                .param("serials", serials.toArray(String[]::new))
                .query(row -> {
                    ids.put(row.getString(1), row.getLong(2));
                });
        return ids;
    }

    /** In the order of their serial numbers: new ones have no id yet, and nobody else can lock them before the commit. */
    private void insert(List<String> serials) {
        Instant now = clock.instant();
        batches.batchUpdate(
                """
                insert into gateway (serial_number, first_seen_at, last_seen_at) values (?, ?, ?)
                on conflict (serial_number) do nothing
                """,
                serials,
                500,
                (statement, serial) ->
                        new Binder(statement).value(serial).value(now).value(now));
    }

    /** Brings back those of these gateways that are retired; joins the caller's transaction. */
    @Transactional
    public void revive(Collection<Long> ids) {
        see(ids, clock.instant(), Instant.EPOCH);
    }

    /** Joins the caller's transaction; rows are locked only when there is something to say. */
    @Transactional
    void seen(List<FinishedTest> tests) {
        Instant now = tests.get(0).storedAt();
        see(tests.stream().map(FinishedTest::gatewayId).toList(), now, now.minus(Duration.ofMinutes(1)));
    }

    /** Those that are retired or were last seen before {@code stale}, locked in the order of their ids. */
    private void see(Collection<Long> ids, Instant now, Instant stale) {
        jdbc.sql("""
                        update gateway set last_seen_at = :now, retired_at = null
                        where id in (
                            select id from gateway
                            where id = any (:ids) and (retired_at is not null or last_seen_at < :stale)
                            order by id for no key update)
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("stale", stale.atOffset(ZoneOffset.UTC))
                .param("ids", ids.stream().distinct().toArray(Long[]::new))
                .update();
    }

    /** At most {@code limit} gateways that are not retired, each with its figures over the window. */
    public List<Gateway.Ranked> page(GatewaysQuestion question, int limit) {
        return reading.of(() -> ranking.page(question, limit));
    }

    /** This gateway with its urls and figures, also when it is retired; none when it was never seen. */
    public Optional<Gateway.Whole> find(String serialNumber) {
        return reading.find(() -> known.find(serialNumber).map(this::whole));
    }

    private Gateway.Whole whole(KnownGateways.Whole known) {
        return new Gateway.Whole(known.gateway(), known.urls(), byWindow(known.id()));
    }

    /** The id of a gateway that was seen at some time. */
    public Optional<Long> id(String serialNumber) {
        return reading.find(() -> known.id(serialNumber));
    }

    /** Gives a gateway the names people know it by, and reads it back; none when it does not exist for whoever asks. */
    public Optional<Gateway.Whole> rename(String serialNumber, @Nullable String name, @Nullable String site) {
        if (id(serialNumber).isEmpty()) {
            return Optional.empty();
        }
        jdbc.sql("update gateway set name = ?, site = ? where serial_number = ?")
                .param(name)
                .param(site)
                .param(serialNumber)
                .update();
        return reading.fresh(() -> known.find(serialNumber).map(this::whole));
    }

    /** Takes a gateway out of lists and scrape until it is seen again; false when it does not exist for whoever asks. */
    public boolean retire(String serialNumber) {
        return id(serialNumber).isPresent()
                && jdbc.sql("update gateway set retired_at = coalesce(retired_at, ?) where serial_number = ?")
                                .params(clock.instant().atOffset(ZoneOffset.UTC), serialNumber)
                                .update()
                        > 0;
    }

    /** What is read of the longest window once serves the shorter ones. A day is read from rows, as its history is. */
    private Map<String, Figures> byWindow(long id) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Instant> starts = WINDOWS.stream()
                .map(window -> now.minus(Duration.parse(window)))
                .toList();
        Instant rowsFrom = starts.get(WINDOWS.indexOf("PT24H"));
        Map<Integer, Sums> slots =
                figures.bySlot(new FiguresQuestion(List.of(id), starts, now, rowsFrom, null, null, null, Detail.ALL));
        Map<String, Figures> byWindow = new LinkedHashMap<>();
        Sums sums = new Sums();
        for (int slot = WINDOWS.size() - 1; slot >= 0; slot--) {
            sums.add(slots.getOrDefault(slot, new Sums()));
            byWindow.put(WINDOWS.get(slot), sums.figures());
        }
        return byWindow;
    }
}
