package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.DAYS;

import io.gatewatch.results.FiguresQuestion.Detail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Hourly figures added up by day, so that months of many gateways are read from tens of rows each and not from thousands. A
 * day is added up once it is over, and anew by whoever stores a result in it later.
 */
@Component
class DailyFigures {

    private static final Logger log = LoggerFactory.getLogger(DailyFigures.class);

    /** What is stored so long after a day may come too late to be added up with it. */
    private static final Duration LATE = Duration.ofHours(1);

    /** A day is added up so long after its end: later than {@link #LATE}, as storing takes its time, too. */
    private static final Duration SETTLED = Duration.ofHours(3);

    /** How many gateways are added up at a time. */
    private static final int AT_A_TIME = 500;

    /** Who writes a day, from before its hours are read until what came of them is seen by all. */
    private static final String LOCK = "select pg_advisory_xact_lock(7003245217006)";

    /** Before that: whoever adds a partition waits for those who store, and would have us wait for it with the lock. */
    private static final String LOCK_HOURS = "lock table hourly_figures in access share mode";

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
    private final SummedDays summed;
    private final KnownGateways gateways;
    private final OneAtATime oneAtATime;
    private final ResultsProperties properties;
    private final Clock clock;

    DailyFigures(
            JdbcTemplate jdbc,
            HourSums hours,
            SummedDays summed,
            KnownGateways gateways,
            OneAtATime oneAtATime,
            ResultsProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.hours = hours;
        this.summed = summed;
        this.gateways = gateways;
        this.oneAtATime = oneAtATime;
        this.properties = properties;
        this.clock = clock;
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
        jdbc.execute(LOCK);
        Hours.Stretch days = summed.all();
        late.forEach((day, of) -> {
            if (days.contains(day)) {
                addUp(day, List.copyOf(of));
            }
        });
    }

    /** Adds up the days that are over, each in a transaction of its own, and looks after one; one replica at a time. */
    @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void sumUp() {
        Instant now = clock.instant();
        Instant kept = now.minus(properties.rollupRetention()).truncatedTo(DAYS);
        Instant end = now.minus(SETTLED).truncatedTo(DAYS);
        try {
            alone(() -> begin(kept, end));
            int days = 0;
            while (alone(() -> addUpNext(end))) {
                days++;
            }
            alone(this::checkOne);
            if (days > 1) {
                log.info("{} days were added up, so that long ranges are read from them", days);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("Days could not be added up; their hours are read until they can, in 10 minutes", e);
        }
    }

    /** Whether it was done here, and there was something to do. */
    private boolean alone(BooleanSupplier step) {
        return oneAtATime.step(OneAtATime.Work.DAILY_FIGURES, () -> {
                    jdbc.execute(LOCK_HOURS);
                    jdbc.execute(LOCK);
                    return step.getAsBoolean() ? 1 : 0;
                })
                == 1;
    }

    private boolean begin(Instant kept, Instant end) {
        summed.begin(kept, end);
        summed.letGo(kept);
        return jdbc.update("delete from daily_figures where day < ?", kept.atOffset(ZoneOffset.UTC)) > 0;
    }

    private boolean addUpNext(Instant end) {
        Instant day = summed.all().to();
        if (!day.isBefore(end)) {
            return false;
        }
        addUp(day, gateways.ids());
        return summed.add(day);
    }

    /** A release that knows no days stores late results without them, in an update of one replica after the other. */
    private boolean checkOne() {
        List<Instant> next = summed.nextToCheck();
        next.forEach(day -> addUp(day, gateways.ids()));
        return !next.isEmpty();
    }

    /** A day that has all its tests stays as it is. */
    private void addUp(Instant day, List<Long> of) {
        for (int i = 0; i < of.size(); i += AT_A_TIME) {
            List<Long> some = of.subList(i, Math.min(of.size(), i + AT_A_TIME));
            FiguresQuestion question =
                    new FiguresQuestion(some, List.of(day), next(day), null, null, null, Detail.HOURS);
            Map<Slice, Sums> sums = hours.of(question, Hours.of(question.starts(), question.to()))
                    .sums();
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
