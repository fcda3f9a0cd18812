package io.gatewatch.metrics;

import io.gatewatch.central.Pace;
import io.gatewatch.central.PaceStatus;
import io.gatewatch.polling.PendingTasks;
import io.gatewatch.polling.TaskCounts;
import io.gatewatch.results.TargetTotal;
import io.gatewatch.results.Totals;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** The last figures read from the database; a scrape takes these and never waits, even while the database is away. */
@Component
class StoredFigures {

    private static final Logger log = LoggerFactory.getLogger(StoredFigures.class);

    private final Totals totals;
    private final PendingTasks tasks;
    private final Pace pace;
    private final Clock clock;
    private volatile @Nullable Snapshot snapshot;
    private volatile boolean away;

    StoredFigures(Totals totals, PendingTasks tasks, Pace pace, Clock clock) {
        this.totals = totals;
        this.tasks = tasks;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * Figures of one moment.
     *
     * @param tests how many were ever stored
     */
    record Snapshot(
            Instant at,
            List<TargetTotal> targets,
            List<Totals.Named> gateways,
            long tests,
            TaskCounts tasks,
            PaceStatus pace) {}

    /** Null before the first, because nought would look as if every counter had begun anew. */
    @Nullable
    Snapshot last() {
        return snapshot;
    }

    List<TargetTotal> targets() {
        Snapshot last = snapshot;
        return last == null ? List.of() : last.targets;
    }

    @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void refresh() {
        try {
            snapshot = new Snapshot(
                    clock.instant(), totals.all(), totals.gateways(), totals.tests(), tasks.counts(), pace.status());
            away = false;
        } catch (DataAccessException | TransactionException e) {
            if (!away) {
                Snapshot last = snapshot;
                log.warn(
                        "The database cannot be read; scrapes show the figures of {} until it can",
                        last == null ? "no time" : last.at,
                        e);
            }
            away = true;
        }
    }
}
