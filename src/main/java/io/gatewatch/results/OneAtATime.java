package io.gatewatch.results;

import java.util.function.IntSupplier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The door to work that one replica does at a time. The lock ends with the transaction, so that a replica that dies in it
 * holds nobody up.
 */
@Component
public class OneAtATime {

    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;
    private volatile boolean stopping;

    /** Kinds of work; different ones do not wait for each other. */
    public enum Work {
        PARTITIONS(7003245217002L),
        DAILY_FIGURES(7003245217005L),
        OLD_TASKS(7003245217004L);

        private final long lock;

        Work(long lock) {
            this.lock = lock;
        }
    }

    OneAtATime(TransactionTemplate transaction, JdbcClient jdbc) {
        this.transaction = transaction;
        this.jdbc = jdbc;
    }

    /** Work of many steps ends with the one that is under way, so that a stop need not wait for the others. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }

    /**
     * Takes this step in a transaction of its own, unless another replica takes one of this kind now or this one stops.
     *
     * @param step returns how many rows it changed
     * @return the same; 0 when it was not taken
     */
    public int step(Work work, IntSupplier step) {
        if (stopping) {
            return 0;
        }
        Integer changed = transaction.execute(status -> isAlone(work) ? step.getAsInt() : 0);
        return changed == null ? 0 : changed;
    }

    private boolean isAlone(Work work) {
        return jdbc.sql("select pg_try_advisory_xact_lock(?)")
                .param(work.lock)
                .query(Boolean.class)
                .single();
    }
}
