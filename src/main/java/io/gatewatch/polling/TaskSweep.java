package io.gatewatch.polling;

import io.gatewatch.results.OneAtATime;
import io.gatewatch.results.ResultsProperties;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Lets go of ended tasks when their results are let go of; a few at a time, so that no lease waits for it, and on one
 * replica at a time.
 */
@Component
class TaskSweep {

    private static final Logger log = LoggerFactory.getLogger(TaskSweep.class);
    private static final int BATCH = 1000;

    private final OneAtATime oneAtATime;
    private final JdbcClient jdbc;
    private final ResultsProperties results;
    private final Clock clock;

    TaskSweep(OneAtATime oneAtATime, JdbcClient jdbc, ResultsProperties results, Clock clock) {
        this.oneAtATime = oneAtATime;
        this.jdbc = jdbc;
        this.results = results;
        this.clock = clock;
    }

    @Scheduled(scheduler = "upkeepScheduler", initialDelay = 1, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        try {
            int swept;
            do {
                swept = oneAtATime.step(OneAtATime.Work.OLD_TASKS, this::sweepSome);
            } while (swept == BATCH);
        } catch (DataAccessException | TransactionException e) {
            log.warn("Old tasks could not be let go of; it is tried again in 10 minutes", e);
        }
    }

    private int sweepSome() {
        return jdbc.sql("""
                        delete from task where task_id in (
                            select task_id from task where settled_at < ? order by settled_at limit ?
                            for update skip locked)
                        """)
                .params(clock.instant().minus(results.retention()).atOffset(ZoneOffset.UTC), BATCH)
                .update();
    }
}
