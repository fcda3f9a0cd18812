package io.gatewatch.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewatch.simulator.ScriptedAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Starting before the database, stopping in the middle of the work, and working through a pooler by transaction. */
class StartAndStopFaults {

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
    private static final Path PGBOUNCER = Path.of("/usr/sbin/pgbouncer");
    private static final int TASKS = 200;

    private Cluster cluster;

    private Cluster cluster(int replicas, Map<String, String> settings) throws IOException {
        cluster = new Cluster(
                settings, List.of(List.<String>of(), List.<String>of()).subList(0, replicas));
        return cluster;
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedForAndToldToStopItEndsWithNought() throws Exception {
        Replica replica = cluster(1, Map.of()).replica(0);
        cluster.postgres.stop();
        replica.start();
        await().atMost(Duration.ofMinutes(2)).until(() -> replica.health("liveness") == 200);
        assertThat(replica.health("readiness")).isEqualTo(503);
        assertThat(replica.log().lines().filter(line -> line.contains("PostgreSQL cannot be reached")))
                .hasSize(1);
        cluster.postgres.start();
        replica.awaitReady();
        replica.terminate();
        assertThat(replica.exitCode(STOPS_WITHIN)).isZero();
    }

    @Test
    void toldToStopItSettlesWhatIsAnsweredAndGivesTheRestBack() throws Exception {
        cluster(
                2,
                Map.of(
                        "GATEWATCH_POLLING_LEASE", "10m",
                        "GATEWATCH_CENTRAL_REQUESTSPERSECOND", "40"));
        cluster.start();
        long begin = System.nanoTime();
        List<Ledger.Ended> tests = cluster.handIn(TASKS);
        cluster.central.disturb(10, 5, ScriptedAnswer::stall);
        cluster.awaitPendingBelow(TASKS - 20);
        Replica stopped = cluster.replica(0);
        stopped.terminate();
        long told = System.nanoTime();
        assertThat(stopped.exitCode(STOPS_WITHIN)).isZero();
        double stopping = (System.nanoTime() - told) / 1e9;
        cluster.awaitSettled();
        ReliabilityTable.add(line("SIGTERM", tests, "code 0 after %.1f s, lease 10 min".formatted(stopping), begin));
    }

    @Test
    void itWorksThroughAPoolerByTransaction() throws Exception {
        if (!Files.isExecutable(PGBOUNCER)) {
            assertThat(Boolean.getBoolean("gatewatch.gate"))
                    .as("a pooler: apt-get install pgbouncer")
                    .isFalse();
        }
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isExecutable(PGBOUNCER), "needs apt-get install pgbouncer");
        cluster(2, Map.of("GATEWATCH_CENTRAL_REQUESTSPERSECOND", "100"));
        try (PgBouncer pooler = PgBouncer.start(PGBOUNCER, cluster)) {
            cluster.setting("SPRING_DATASOURCE_URL", cluster.url(pooler.port()) + "&prepareThreshold=0");
            cluster.start();
            long begin = System.nanoTime();
            List<Ledger.Ended> tests = cluster.handIn(TASKS);
            cluster.awaitSettled();
            ReliabilityTable.add(line("PgBouncer by transaction", tests, "2 replicas, 4 connections", begin));
        }
    }

    private ReliabilityTable.Line line(String mode, List<Ledger.Ended> tests, String happened, long begin) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        ReliabilityTable.Line line = new ReliabilityTable.Line(
                mode,
                tests.size(),
                cluster.ledger.lost(tests),
                cluster.ledger.storedTwice(),
                cluster.ledger.difference(),
                happened,
                seconds);
        assertThat(line.lost()).isZero();
        assertThat(line.storedTwice()).isZero();
        assertThat(line.difference()).isEmpty();
        return line;
    }
}
