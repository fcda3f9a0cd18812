package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.HOURS;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Makes partitions before they are needed and lets go of what is older than it is to be kept; one replica at a time. */
@Component
class Upkeep {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private static final int DAYS_AHEAD = 3;
    private static final int BATCH = 1000;

    private static final String STRAYS = """
            (gateway_id, observed_at, task_id) in (
                select gateway_id, observed_at, task_id from http_test_default
                where stored_at < :before order by stored_at, gateway_id, observed_at, task_id limit :most)
            """;

    private final Partitions partitions;
    private final Watermarks watermarks;
    private final JdbcClient jdbc;
    private final OneAtATime oneAtATime;
    private final ResultsProperties properties;
    private final Clock clock;

    Upkeep(
            Partitions partitions,
            Watermarks watermarks,
            JdbcClient jdbc,
            OneAtATime oneAtATime,
            ResultsProperties properties,
            Clock clock) {
        this.partitions = partitions;
        this.watermarks = watermarks;
        this.jdbc = jdbc;
        this.oneAtATime = oneAtATime;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(scheduler = "upkeepScheduler", fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void keepUp() {
        Instant now = clock.instant();
        LocalDate today = day(now);
        Stream.iterate(today.minusDays(1), day -> day.plusDays(1))
                .limit(DAYS_AHEAD + 2L)
                .forEach(day -> alone(() -> partitions.makeDay(day)));
        Stream.of(-1, 0, 1).forEach(months -> alone(() -> partitions.makeMonth(today.plusMonths(months))));
        Instant rows = now.minus(properties.retention());
        Instant hours = now.minus(properties.rollupRetention());
        alone(() -> watermarks.rowsSince(rows.truncatedTo(HOURS)));
        alone(() -> partitions.dropDaysBefore(day(rows)));
        alone(() -> partitions.dropMonthsBefore(day(hours)));
        alone(() -> deleteStrays(rows));
        alone(() -> deleteStrayFigures(hours));
    }

    /** Each step by itself, so that locks are held for a moment only and one that fails undoes no other. */
    private void alone(Runnable step) {
        try {
            oneAtATime.step(OneAtATime.Work.PARTITIONS, () -> {
                step.run();
                return 0;
            });
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "Partitions could not be looked after; rows lie in the default one until they can, in 10 minutes",
                    e);
        }
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    /** Rows outside all partitions have wrong times; they are kept as long as others, but from their storing on. */
    private void deleteStrays(Instant before) {
        int deleted;
        do {
            delete("response_sample_default", before);
            deleted = delete("http_test_default", before);
        } while (deleted == BATCH);
    }

    private void deleteStrayFigures(Instant before) {
        jdbc.sql("delete from hourly_figures_default where last_stored_at < ?")
                .param(before.atOffset(ZoneOffset.UTC))
                .update();
    }

    private int delete(String table, Instant before) {
        return jdbc.sql("delete from " + table + " where " + STRAYS)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("most", BATCH)
                .update();
    }
}
