package io.gatewatch.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The cluster test of db-scheduler on our queue: many tasks, three warm replicas, one of them killed, and no pace. */
class TakeoverFaults {

    private static final int TASKS = Integer.getInteger("gatewatch.faults.takeover", 10_000);
    private static final int WARM_UP = 500;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(
                Map.of("GATEWATCH_POLLING_LEASE", "5s", "GATEWATCH_CENTRAL_REQUESTSPERSECOND", "1000000"),
                List.of(List.of(), List.of(), List.of()));
        cluster.start();
        cluster.handIn(WARM_UP);
        cluster.awaitSettled();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void theTasksOfTheDeadAreTakenOver() throws Exception {
        List<Ledger.Ended> tests = handInAsOneHeap();
        cluster.awaitLeases();
        long begin = System.nanoTime();
        cluster.awaitPendingBelow(TASKS * 2 / 3);
        cluster.replica(2).kill();
        long left = cluster.ledger.pending();
        cluster.awaitSettled();
        double seconds = (System.nanoTime() - begin) / 1e9;
        ReliabilityTable.Line line = new ReliabilityTable.Line(
                "takeover, no pace",
                TASKS,
                cluster.ledger.lost(tests),
                cluster.ledger.storedTwice(),
                cluster.ledger.difference(),
                "kill -9 of 1 of 3 with " + left + " left",
                seconds);
        ReliabilityTable.add(line);
        assertThat(line.lost()).isZero();
        assertThat(line.storedTwice()).isZero();
        assertThat(line.difference()).isEmpty();
        assertThat(left).isPositive();
        assertThat(Duration.ofMillis((long) (seconds * 1000))).isLessThan(Duration.ofSeconds(30));
        cluster.awaitSameScrapes(WARM_UP + TASKS);
    }

    /** Nobody leases any of them before all are there. */
    private static List<Ledger.Ended> handInAsOneHeap() {
        cluster.ledger.execute("""
                create function later() returns trigger language plpgsql as $$ begin
                    new.due_at := new.due_at + interval '1 hour';
                    return new;
                end $$
                """, "create trigger later before insert on task for each row execute function later()");
        List<Ledger.Ended> tests = cluster.handIn(TASKS);
        cluster.ledger.execute(
                "drop trigger later on task",
                "update task set due_at = clock_timestamp() where state = 'pending'",
                "vacuum analyze task");
        return tests;
    }
}
