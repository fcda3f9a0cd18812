package io.gatewatch.polling;

import io.gatewatch.central.DayPlan;
import io.gatewatch.central.Demand;
import io.gatewatch.central.Pace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks ahead to midnight where calls a day are limited, and says when they will not last. */
@Component
class DayForecast {

    private static final Logger log = LoggerFactory.getLogger(DayForecast.class);
    private static final Duration LATELY = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final TaskFigures figures;
    private final Pace pace;
    private final Clock clock;
    private volatile DayPlan plan;

    DayForecast(JdbcClient jdbc, TaskFigures figures, Pace pace, Clock clock) {
        this.jdbc = jdbc;
        this.figures = figures;
        this.pace = pace;
        this.clock = clock;
        this.plan = DayPlan.unlimited(clock.instant());
    }

    /** The plan that holds. One that is short holds until calls last with something to spare. */
    DayPlan plan() {
        return plan;
    }

    @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
    synchronized void lookAhead() {
        try {
            DayPlan next = planNow();
            if (!plan.fallsShort() || !next.nearlyFallsShort()) {
                say(plan, next);
                plan = next;
            }
        } catch (DataAccessException | TransactionException e) {
            log.debug("The day's calls could not be looked ahead to; the last plan holds", e);
        }
    }

    /** A plan as of now. */
    DayPlan planNow() {
        return pace.hasDayBudget() ? pace.plan(demand()) : DayPlan.unlimited(clock.instant());
    }

    private Demand demand() {
        Instant since = clock.instant().minus(LATELY);
        OffsetDateTime from = since.atOffset(ZoneOffset.UTC);
        return jdbc.sql("""
                        select (select count(*) from task where registered_at > :from),
                               (select coalesce(avg(polls), 1.5) from task
                                where settled_at > :from and state = 'finished')
                        """)
                .param("from", from)
                .query((row, number) -> new Demand(figures.pending(), row.getLong(1), row.getDouble(2)))
                .single();
    }

    private static void say(DayPlan before, DayPlan now) {
        if (now.fallsShort() && !before.fallsShort()) {
            log.warn(
                    "The day's calls will not last: {} of {} are left, {} will be needed before {}, and the last will be"
                            + " spent at {}; each task now waits until its test is surely over, the oldest first",
                    now.remaining(),
                    now.limit(),
                    now.forecast(),
                    now.resetsAt(),
                    now.runsOutAt());
        } else if (before.fallsShort() && !now.fallsShort()) {
            log.info("The day's calls last again: {} of {} are left", now.remaining(), now.limit());
        }
    }
}
