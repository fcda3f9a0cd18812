package io.gatewatch.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.gatewatch.simulator.ScriptedAnswer;
import io.gatewatch.simulator.VendorError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Three replicas, their clocks five minutes apart, and one fault after the other while they work: no task is lost, none is
 * stored twice, and figures and totals equal what Central sent and what the rows add up to.
 */
class ExactlyOnceFaults {

    private static final int TASKS = Integer.getInteger("gatewatch.faults.tasks", 300);
    private static final int SAMPLE = 15;
    private static final Path FAKETIME = Path.of("/usr/lib", "x86_64-linux-gnu", "faketime", "libfaketime.so.1");
    private static final boolean SKEWED = Files.exists(FAKETIME);

    private static Cluster cluster;
    private static int handedIn;

    /** Does its worst while the tasks are under way, and says what happened. */
    private interface Fault extends Callable<String> {}

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(
                Map.of(
                        "GATEWATCH_POLLING_LEASE", "5s",
                        "GATEWATCH_POLLING_NOTFOUNDGRACE", "6s",
                        "GATEWATCH_CENTRAL_REQUESTSPERSECOND", "80",
                        "GATEWATCH_CENTRAL_CONNECTTIMEOUT", "1s",
                        "GATEWATCH_CENTRAL_RESPONSETIMEOUT", "2s"),
                List.of(skewed("+5m"), skewed("-5m"), List.of()));
        cluster.start();
    }

    /**
     * The environment's own program becomes the replica, so that it is killed when that is killed. What faketime does
     * to timed waits would have every thread of a JVM spin, so it is told to leave them alone.
     */
    private static List<String> skewed(String by) {
        return SKEWED
                ? List.of(
                        "env",
                        "LD_PRELOAD=" + FAKETIME,
                        "FAKETIME=" + by,
                        "FAKETIME_DONT_FAKE_MONOTONIC=1",
                        "FAKETIME_FORCE_MONOTONIC_FIX=0")
                : List.of();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @TestFactory
    Stream<DynamicTest> nothingIsLostAndNothingIsStoredTwice() {
        Map<String, Fault> modes = new LinkedHashMap<>();
        modes.put("no fault", () -> "");
        modes.put(
                "429 seconds",
                answers(
                        10,
                        5,
                        () -> VendorError.TOO_MANY_REQUESTS.in("v1alpha1").with("Retry-After", "1")));
        modes.put(
                "429 date",
                answers(
                        10,
                        3,
                        () -> VendorError.TOO_MANY_REQUESTS.in("v1alpha1").with("Retry-After", inASecond())));
        modes.put("unauthorized", answers(10, 20, () -> VendorError.UNAUTHORIZED.in("v1alpha1")));
        modes.put(
                "forbidden",
                answers(50, 1, () -> ScriptedAnswer.json(403, "{\"errorCode\": \"HPE_GL_ERROR_FORBIDDEN\"}")));
        modes.put("token expired mid-batch", this::expireTokens);
        modes.put("timeout", answers(10, 30, ScriptedAnswer::stall));
        modes.put("stall", answers(10, 30, () -> ScriptedAnswer.halted(document())));
        modes.put("reset", answers(10, 30, ScriptedAnswer::reset));
        modes.put("truncated", answers(10, 30, () -> ScriptedAnswer.truncated(document())));
        modes.put("html", answers(10, 30, () -> ScriptedAnswer.text(200, "<html>Please log in</html>")));
        modes.put(
                "huge",
                answers(10, 10, () -> ScriptedAnswer.json(200, "{\"status\": \"" + "x".repeat(2_000_000) + "\"}")));
        modes.put(
                "schema drift", answers(10, 30, () -> ScriptedAnswer.json(200, "{\"state\": \"DONE\", \"data\": []}")));
        modes.put("early 404", answers(10, 30, () -> VendorError.NOT_FOUND.in("v1alpha1", "x")));
        modes.put("route 404", answers(10, 30, ScriptedAnswer::routeNotFound));
        modes.put("commit then drop", this::loseCommits);
        modes.put("kill -9", this::kill);
        modes.put("PostgreSQL restart", this::crashPostgres);
        modes.put("PostgreSQL read-only", this::forbidWrites);
        modes.put("clock skew", this::tellSkew);
        return modes.entrySet().stream()
                .map(mode -> dynamicTest(mode.getKey(), () -> suffer(mode.getKey(), mode.getValue())));
    }

    private static void suffer(String mode, Fault fault) throws Exception {
        long begin = System.nanoTime();
        List<Ledger.Ended> tests = cluster.handIn(TASKS);
        handedIn += TASKS;
        String happened = fault.call();
        cluster.awaitSettled();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (happened.isEmpty()) {
            happened = cluster.central.disturbed() + (cluster.central.disturbed() == 1 ? " answer" : " answers");
        }
        cluster.central.disturb(1, 0, () -> null);
        ReliabilityTable.Line line = new ReliabilityTable.Line(
                mode,
                TASKS,
                cluster.ledger.lost(tests),
                cluster.ledger.storedTwice(),
                cluster.ledger.difference(),
                happened,
                seconds);
        ReliabilityTable.add(line);
        assertThat(line.lost()).isZero();
        assertThat(line.storedTwice()).isZero();
        assertThat(line.difference()).isEmpty();
        assertThat(cluster.facadeAnswers(tests.subList(0, SAMPLE))).isTrue();
        cluster.awaitSameScrapes(handedIn);
    }

    /** Every so-manieth answer is this one, as long as there are so many. */
    private static Fault answers(int every, int most, Supplier<ScriptedAnswer> answer) {
        return () -> {
            cluster.central.disturb(every, most, answer);
            return "";
        };
    }

    private static String document() {
        return cluster.ledger.sample();
    }

    private static String inASecond() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2));
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }

    private String expireTokens() throws InterruptedException {
        int before = cluster.central.tokenCalls();
        for (int i = 0; i < 3; i++) {
            pause(Duration.ofSeconds(1));
            cluster.central.revokeTokens();
        }
        cluster.awaitSettled();
        return (cluster.central.tokenCalls() - before) + " new tokens";
    }

    private String loseCommits() {
        int before = cluster.proxy.lost();
        cluster.proxy.loseEvery(10);
        cluster.awaitSettled();
        cluster.proxy.loseEvery(0);
        int lost = cluster.proxy.lost() - before;
        assertThat(lost).isPositive();
        return lost + " commits";
    }

    private String kill() throws InterruptedException {
        pause(Duration.ofSeconds(1));
        cluster.replica(2).kill();
        long pending = cluster.ledger.pending();
        assertThat(pending).isPositive();
        cluster.awaitSettled();
        cluster.replica(2).start();
        cluster.replica(2).awaitReady();
        return "1 of 3 with " + pending + " left";
    }

    private String crashPostgres() throws InterruptedException {
        pause(Duration.ofSeconds(1));
        cluster.postgres.crash();
        pause(Duration.ofSeconds(2));
        assertThat(cluster.replica(0).health("readiness")).isNotEqualTo(200);
        assertThat(cluster.replica(0).health("liveness")).isEqualTo(200);
        cluster.postgres.start();
        return "immediate stop";
    }

    private String forbidWrites() throws InterruptedException {
        pause(Duration.ofSeconds(1));
        cluster.ledger.execute("alter system set default_transaction_read_only = on");
        cluster.ledger.execute("select pg_reload_conf()");
        pause(Duration.ofSeconds(4));
        long left = cluster.ledger.pending();
        cluster.ledger.writable();
        return "4 s with " + left + " left";
    }

    private String tellSkew() {
        if (!SKEWED) {
            assertThat(Boolean.getBoolean("gatewatch.gate"))
                    .as("clocks apart: apt-get install faketime")
                    .isFalse();
            return "left out: needs apt-get install faketime";
        }
        assertThat(cluster.replica(0).log()).containsPattern("The database's clock is \\d+ s behind");
        assertThat(cluster.replica(1).log()).containsPattern("The database's clock is \\d+ s ahead");
        return "+5, -5, 0 min, in all modes";
    }
}
