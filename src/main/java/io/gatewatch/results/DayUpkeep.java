package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Adds up the days that are over, and lets go of those that are no longer kept; one replica at a time. */
@Component
class DayUpkeep {

    private static final Logger log = LoggerFactory.getLogger(DayUpkeep.class);

    /** A day is added up so long after its end: later than what is late by then, as storing takes its time, too. */
    private static final Duration SETTLED = DailyFigures.LATE.plusHours(2);

    /** Before days are: whoever adds a partition waits for those who store, and would have us wait for it with the lock. */
    private static final String LOCK_HOURS = "lock table hourly_figures in access share mode";

    private final JdbcTemplate jdbc;
    private final DailyFigures days;
    private final Watermarks watermarks;
    private final KnownGateways gateways;
    private final OneAtATime oneAtATime;
    private final ResultsProperties properties;
    private final Clock clock;

    DayUpkeep(
            JdbcTemplate jdbc,
            DailyFigures days,
            Watermarks watermarks,
            KnownGateways gateways,
            OneAtATime oneAtATime,
            ResultsProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.days = days;
        this.watermarks = watermarks;
        this.gateways = gateways;
        this.oneAtATime = oneAtATime;
        this.properties = properties;
        this.clock = clock;
    }

    /** Each day in a transaction of its own. */
    @Scheduled(scheduler = "upkeepScheduler", fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void sumUp() {
        Instant now = clock.instant();
        Instant kept = now.minus(properties.rollupRetention()).truncatedTo(DAYS);
        Instant end = now.minus(SETTLED).truncatedTo(DAYS);
        try {
            alone(() -> begin(kept, end));
            int added = 0;
            while (alone(() -> addUpNext(kept, end))) {
                added++;
            }
            if (added > 1) {
                log.info("{} days were added up, so that long ranges are read from them", added);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("Days could not be added up; their hours are read until they can, in 10 minutes", e);
        }
    }

    /** Whether it was done here, and there was something to do. */
    private boolean alone(BooleanSupplier step) {
        return oneAtATime.step(OneAtATime.Work.DAILY_FIGURES, () -> {
                    jdbc.execute(LOCK_HOURS);
                    days.lock();
                    return step.getAsBoolean() ? 1 : 0;
                })
                == 1;
    }

    private boolean begin(Instant kept, Instant end) {
        watermarks.firstDay(kept, end);
        watermarks.daysSince(kept);
        days.letGo(kept);
        return true;
    }

    /** Not before it was said where days begin, which another replica may be about to do. */
    private boolean addUpNext(Instant kept, Instant end) {
        Instant day = watermarks.now().days().to();
        if (day.isBefore(kept) || !day.isBefore(end)) {
            return false;
        }
        days.addUp(day, gateways.ids());
        return watermarks.nextDay(day);
    }
}
