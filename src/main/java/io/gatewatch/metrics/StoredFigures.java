package io.gatewatch.metrics;

import io.gatewatch.central.Pace;
import io.gatewatch.central.PaceStatus;
import io.gatewatch.polling.PendingTasks;
import io.gatewatch.polling.TaskCounts;
import io.gatewatch.results.NextPartitions;
import io.gatewatch.results.TargetTotal;
import io.gatewatch.results.Totals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** The last figures read from the database; a scrape takes these and never waits, even while the database is away. */
@Component
class StoredFigures {

    private static final Logger log = LoggerFactory.getLogger(StoredFigures.class);

    private final Totals totals;
    private final KnownTargets targets;
    private final NextPartitions partitions;
    private final Sparing<List<Totals.Named>> gateways;
    private final Sparing<TaskCounts> tasks;
    private final Pace pace;
    private final Clock clock;
    private final TransactionTemplate oneMoment;
    private volatile @Nullable Snapshot snapshot;
    private volatile boolean away;

    StoredFigures(
            Totals totals,
            NextPartitions partitions,
            PendingTasks tasks,
            Pace pace,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.totals = totals;
        this.partitions = partitions;
        this.targets = new KnownTargets(totals);
        this.gateways = new Sparing<>(totals::gateways, List::size);
        this.tasks = new Sparing<>(tasks::counts, TaskCounts::pending);
        this.pace = pace;
        this.clock = clock;
        // Not marked as read-only: that would be taken for a user's reading, which waits its turn.
        this.oneMoment = new TransactionTemplate(transactions);
        oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * Figures of one moment.
     *
     * @param targets all that there ever were
     * @param gateways those that are not retired
     * @param tests how many were ever stored
     * @param missingPartitions of tomorrow
     */
    record Snapshot(
            Instant at,
            List<TargetTotal> targets,
            List<Totals.Named> gateways,
            long tests,
            TaskCounts tasks,
            PaceStatus pace,
            List<String> missingPartitions) {

        /** What was not seen for so long leaves the scrape. */
        static final Duration SHOWN = Duration.ofDays(30);

        /** The targets of gateways that are not retired, without those that had no test for 30 days. */
        Predicate<TargetTotal> shown() {
            Set<Long> present = gateways.stream().map(Totals.Named::id).collect(Collectors.toSet());
            Instant last = at.minus(SHOWN);
            return target -> target.lastSeenAt().isAfter(last)
                    && present.contains(target.key().gatewayId());
        }
    }

    /** Null before the first, because nought would look as if every counter had begun anew. */
    @Nullable
    Snapshot last() {
        return snapshot;
    }

    @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    synchronized void refresh() {
        try {
            snapshot = Objects.requireNonNull(oneMoment.execute(status -> read()));
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

    /** In the order in which a cleaning of all tables would lock them, so that neither waits for the other. */
    private Snapshot read() {
        Instant now = clock.instant();
        TaskCounts counts = tasks.next();
        Totals.Extent extent = totals.extent();
        return new Snapshot(
                now,
                targets.asOf(now, extent),
                gateways.next(),
                extent.tests(),
                counts,
                pace.status(),
                partitions.missing());
    }
}
