package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Hourly figures added up by day, so that months of many gateways are read from tens of rows each and not from thousands.
 * {@link DayUpkeep} adds a day up once it is over, and whoever stores a result in it later does so anew.
 */
@Component
class DailyFigures {

    /** What is stored so long after a day may come too late to be added up with it. */
    static final Duration LATE = Duration.ofHours(1);

    /** How many gateways are added up at a time. */
    private static final int AT_A_TIME = 500;

    /** Who writes a day, from before its hours are read until what came of them is seen by all. */
    private static final String LOCK = "select pg_advisory_xact_lock(7003245217006)";

    private static final String PUT = """
            insert into daily_figures as d (gateway_id, url_id, protocol, day, last_stored_at, successful_tests, partial_tests,
                failed_tests, rated_tests, success_rate_sum, requests_sent, responses_received, response_bytes, rated_bytes,
                rated_millis, latency_count, latency_sum_millis, latency_minimum_millis, latency_maximum_millis, buckets,
                tested_hours, successful_hours, worst_hour, worst_success_rate, worst_tests)
            select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (gateway_id, url_id, protocol, day) do update set
                last_stored_at = excluded.last_stored_at,
                successful_tests = excluded.successful_tests,
                partial_tests = excluded.partial_tests,
                failed_tests = excluded.failed_tests,
                rated_tests = excluded.rated_tests,
                success_rate_sum = excluded.success_rate_sum,
                requests_sent = excluded.requests_sent,
                responses_received = excluded.responses_received,
                response_bytes = excluded.response_bytes,
                rated_bytes = excluded.rated_bytes,
                rated_millis = excluded.rated_millis,
                latency_count = excluded.latency_count,
                latency_sum_millis = excluded.latency_sum_millis,
                latency_minimum_millis = excluded.latency_minimum_millis,
                latency_maximum_millis = excluded.latency_maximum_millis,
                buckets = excluded.buckets,
                tested_hours = excluded.tested_hours,
                successful_hours = excluded.successful_hours,
                worst_hour = excluded.worst_hour,
                worst_success_rate = excluded.worst_success_rate,
                worst_tests = excluded.worst_tests
            where d.successful_tests + d.partial_tests + d.failed_tests
                <> excluded.successful_tests + excluded.partial_tests + excluded.failed_tests
            """;

    private final JdbcTemplate jdbc;
    private final HourSums hours;
    private final Watermarks watermarks;

    DailyFigures(JdbcTemplate jdbc, HourSums hours, Watermarks watermarks) {
        this.jdbc = jdbc;
        this.hours = hours;
        this.watermarks = watermarks;
    }

    /** Adds up anew what these tests, whose hours have them by now, came too late for; joins the caller's transaction. */
    void addLate(List<RecordedTest> tests) {
        Instant storedAt = tests.get(0).test().storedAt();
        SortedMap<Instant, Set<Long>> late = new TreeMap<>();
        for (RecordedTest test : tests) {
            Instant day = test.observedAt().truncatedTo(DAYS);
            if (!next(day).plus(LATE).isAfter(storedAt)) {
                late.computeIfAbsent(day, d -> new TreeSet<>())
                        .add(test.target().gatewayId());
            }
        }
        if (late.isEmpty()) {
            return;
        }
        lock();
        Interval days = watermarks.now().days();
        late.forEach((day, of) -> {
            if (days.contains(day)) {
                addUp(day, List.copyOf(of));
            }
        });
    }

    /** Who holds it until the end of the transaction is the only one to write days. */
    void lock() {
        jdbc.execute(LOCK);
    }

    void letGo(Instant before) {
        jdbc.update("delete from daily_figures where day < ?", before.atOffset(ZoneOffset.UTC));
    }

    /** Adds up this day of these gateways, under the lock; what has all its tests stays as it is. */
    void addUp(Instant day, List<Long> of) {
        for (int i = 0; i < of.size(); i += AT_A_TIME) {
            List<Long> some = of.subList(i, Math.min(of.size(), i + AT_A_TIME));
            FiguresQuestion question = FiguresQuestion.hours(some, day, next(day));
            Map<Slice, Sums> sums =
                    hours.of(question, Plan.ofHours(question, Interval.NONE)).sums();
            if (!sums.isEmpty()) {
                put(day, sums);
            }
        }
    }

    private void put(Instant day, Map<Slice, Sums> sums) {
        Columns<Map.Entry<Slice, Sums>> keys = Columns.of(List.copyOf(sums.entrySet()))
                .longs(of -> of.getKey().target().gatewayId())
                .longs(of -> of.getKey().target().urlId())
                .texts(of -> of.getKey().target().protocol().text())
                .instants(of -> day);
        Columns<Map.Entry<Slice, Sums>> columns = Sums.addTo(keys, Map.Entry::getValue);
        jdbc.update(PUT, columns::bind);
    }

    private static Instant next(Instant day) {
        return day.plus(1, DAYS);
    }
}
