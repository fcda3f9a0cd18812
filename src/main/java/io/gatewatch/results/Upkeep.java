package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.HOURS;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Makes partitions before they are needed and drops what is older than it is to be kept; one replica at a time. Each step is
 * a transaction of its own, so that locks are held for a moment only and one that fails undoes no other.
 */
@Component
class Upkeep {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private static final int DAYS_AHEAD = 3;

    private final Partitions partitions;
    private final Strays strays;
    private final Watermarks watermarks;
    private final OneAtATime oneAtATime;
    private final ResultsProperties properties;
    private final Clock clock;

    Upkeep(
            Partitions partitions,
            Strays strays,
            Watermarks watermarks,
            OneAtATime oneAtATime,
            ResultsProperties properties,
            Clock clock) {
        this.partitions = partitions;
        this.strays = strays;
        this.watermarks = watermarks;
        this.oneAtATime = oneAtATime;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(scheduler = "upkeepScheduler", fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void keepUp() {
        Instant now = clock.instant();
        makePartitions(day(now));
        dropRows(now);
        dropHours(now);
    }

    private void makePartitions(LocalDate today) {
        Stream.iterate(today.minusDays(1), day -> day.plusDays(1))
                .limit(DAYS_AHEAD + 2L)
                .forEach(day -> step(
                        "The partitions of " + day
                                + " could not be made: its results lie in the default ones until they can",
                        () -> partitions.makeDay(day)));
        Stream.of(-1, 0, 1)
                .map(today::plusMonths)
                .forEach(day -> step(
                        "The partition of hourly figures of " + YearMonth.from(day)
                                + " could not be made: they lie in the default one until it can",
                        () -> partitions.makeMonth(day)));
    }

    /** What is read is told first that they may go, whether there are any or not. */
    private void dropRows(Instant now) {
        Instant since = now.minus(properties.retention()).truncatedTo(HOURS);
        String trouble = "Tests and responses before " + since + " could not be dropped: some are kept for longer";
        step(trouble, () -> watermarks.rowsSince(since));
        steps(trouble, () -> partitions.dropOldestDay(day(since)));
        steps(trouble, () -> strays.deleteOld(since));
        steps(trouble, () -> strays.deleteAhead(since, now));
    }

    private void dropHours(Instant now) {
        LocalDate month = day(now.minus(properties.rollupRetention())).withDayOfMonth(1);
        Instant since = month.atStartOfDay().toInstant(ZoneOffset.UTC);
        String trouble = "Hourly figures before " + since + " could not be dropped: some are kept for longer";
        step(trouble, () -> watermarks.hoursSince(since));
        steps(trouble, () -> partitions.dropOldestMonth(month));
        steps(trouble, () -> strays.deleteOldHours(since));
    }

    private void step(String trouble, Runnable step) {
        steps(trouble, () -> {
            step.run();
            return false;
        });
    }

    /** @param step tells whether there may be more to do */
    private void steps(String trouble, BooleanSupplier step) {
        try {
            int more;
            do {
                more = oneAtATime.step(OneAtATime.Work.PARTITIONS, () -> step.getAsBoolean() ? 1 : 0);
            } while (more > 0);
        } catch (DataAccessException | TransactionException e) {
            log.warn("{}; it is tried again in 10 minutes", trouble, e);
        }
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
