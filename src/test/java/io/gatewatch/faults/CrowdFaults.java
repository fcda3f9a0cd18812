package io.gatewatch.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A million tasks wait in the table, and neither memory nor the work on the others notices. */
class CrowdFaults {

    private static final int CROWD = Integer.getInteger("gatewatch.faults.crowd", 1_000_000);
    private static final int TASKS = 300;
    private static final double FLAT = 1.25;
    private static final int STATUS_WITHIN_MILLIS = 2000;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(Map.of("GATEWATCH_CENTRAL_REQUESTSPERSECOND", "200"), List.of(List.of()));
        cluster.start();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void aMillionPendingTasksLeaveTheHeapFlatAndDelayNobody() throws Exception {
        long begin = System.nanoTime();
        Replica replica = cluster.replica(0);
        List<Ledger.Ended> first = cluster.handIn(TASKS);
        cluster.awaitSettled();
        long alone = replica.liveHeap();

        // Central knows none of them: they are asked about until their grace is over, long after this.
        cluster.ledger.execute("""
                insert into task (task_id, gateway_id, protocol, state, registered_at, due_at, deadline_at)
                select 'crowd-' || n, 1, 'http', 'pending', now(), now() + interval '1 hour', now() + interval '1 day'
                from generate_series(1, %d) n
                """.formatted(CROWD), "analyze task");
        List<Ledger.Ended> second = cluster.handIn(TASKS);
        cluster.awaitPendingBelow(CROWD + 1);
        long crowded = replica.liveHeap();

        cluster.ledger.execute("update task set due_at = now() where state = 'pending'");
        TimeUnit.SECONDS.sleep(10);
        long allDue = replica.liveHeap();
        long status = millisFor(() -> replica.get("/api/v1/status"));
        long page = millisFor(() -> replica.get("/api/v1/tasks?state=pending"));
        assertThat(replica.health("liveness")).isEqualTo(200);

        cluster.ledger.execute("delete from task where task_id like 'crowd-%'");
        ReliabilityTable.Line line = new ReliabilityTable.Line(
                "%,d pending".formatted(CROWD),
                2 * TASKS,
                cluster.ledger.lost(first) + cluster.ledger.lost(second),
                cluster.ledger.storedTwice(),
                cluster.ledger.difference(),
                "live heap %d MB; with them %d MB, all due %d MB; status %d ms, a page %d ms"
                        .formatted(alone >> 20, crowded >> 20, allDue >> 20, status, page),
                (System.nanoTime() - begin) / 1e9);
        ReliabilityTable.add(line);
        assertThat(line.lost()).isZero();
        assertThat(line.storedTwice()).isZero();
        assertThat(line.difference()).isEmpty();
        assertThat((double) crowded).isLessThan(FLAT * alone);
        assertThat((double) allDue).isLessThan(FLAT * alone);
        assertThat(status).isLessThan(STATUS_WITHIN_MILLIS);
        assertThat(page).isLessThan(STATUS_WITHIN_MILLIS);
    }

    private static long millisFor(Supplier<HttpResponse<String>> call) {
        long begin = System.nanoTime();
        assertThat(call.get().statusCode()).isEqualTo(200);
        return (System.nanoTime() - begin) / 1_000_000;
    }
}
