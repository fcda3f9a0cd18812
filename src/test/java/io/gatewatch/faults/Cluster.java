package io.gatewatch.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewatch.postgres.LocalPostgres;
import io.gatewatch.simulator.SimulatedCentral;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.util.FileSystemUtils;

/** Replicas of the jar with one PostgreSQL that syncs, seen through a proxy, and one Central. */
final class Cluster implements AutoCloseable {

    private static final int BATCH = 500;
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(3);
    private static final Duration IN_THE_SCRAPE_WITHIN = Duration.ofSeconds(30);

    /** What comes from the database, and is the same on every replica. */
    private static final Pattern SHARED = Pattern.compile("(gateway_http_test_|gatewatch_tasks_settled_total).*");

    final LocalPostgres postgres;
    final PostgresProxy proxy;
    final SimulatedCentral central = SimulatedCentral.start(Clock.systemUTC());
    final Ledger ledger;
    private final String url;
    final List<Replica> replicas = new ArrayList<>();
    private final Path directory;

    /**
     * A cluster whose replicas do not run yet.
     *
     * @param settings as in the environment
     * @param before what stands before {@code java}, one for each replica
     */
    Cluster(Map<String, String> settings, List<List<String>> before) throws IOException {
        directory = Files.createTempDirectory(Path.of("/var/tmp"), "gatewatch-faults-");
        postgres = LocalPostgres.kept(directory.resolve("postgres"));
        url = postgres.freshDatabase();
        ledger = new Ledger(url);
        proxy = new PostgresProxy(postgres.port());
        Map<String, String> all = new HashMap<>(settings);
        all.put("SPRING_DATASOURCE_URL", url(proxy.port()));
        all.put("CENTRAL_BASE_URL", central.baseUrl().toString());
        all.put("CENTRAL_TOKEN_URI", central.tokenUri().toString());
        all.put("CENTRAL_CLIENT_ID", SimulatedCentral.CLIENT_ID);
        all.put("CENTRAL_CLIENT_SECRET", SimulatedCentral.CLIENT_SECRET);
        for (int i = 0; i < before.size(); i++) {
            replicas.add(new Replica("replica-" + i, directory, all, before.get(i)));
        }
    }

    /** The database by way of this port. */
    String url(int port) {
        return url.replace(":" + postgres.port() + "/", ":" + port + "/");
    }

    /** All at once, on an empty database. */
    void start() {
        replicas.forEach(Replica::start);
        replicas.forEach(Replica::awaitReady);
    }

    /** One more setting, of replicas that do not run yet. */
    void setting(String name, String value) {
        replicas.forEach(replica -> replica.setting(name, value));
    }

    Replica replica(int i) {
        return replicas.get(i);
    }

    /** Lays tests down at Central and hands them in, at one living replica after the other. */
    List<Ledger.Ended> handIn(int count) {
        List<Ledger.Ended> tests = ledger.tests(count);
        tests.forEach(test -> central.holdDocument(test.serial(), test.taskId(), test.document()));
        List<Replica> living = replicas.stream().filter(Replica::isAlive).toList();
        for (int i = 0; i < count; i += BATCH) {
            String tasks = tests.subList(i, Math.min(count, i + BATCH)).stream()
                    .map(Ledger.Ended::registration)
                    .collect(Collectors.joining(",", "{\"tasks\": [", "]}"));
            assertThat(living.get(i / BATCH % living.size())
                            .post("/api/v1/tasks/batch", tasks)
                            .statusCode())
                    .isEqualTo(200);
        }
        return tests;
    }

    void awaitLeases() {
        await().atMost(SETTLED_WITHIN)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ledger.numbers("select count(*) from task where state = 'pending' and fence > 0")
                                .get(0)
                        > 0);
    }

    void awaitPendingBelow(long tasks) {
        await().atMost(SETTLED_WITHIN).pollInterval(Duration.ofMillis(20)).until(() -> ledger.pending() < tasks);
    }

    void awaitSettled() {
        await().atMost(SETTLED_WITHIN).pollInterval(Duration.ofMillis(100)).until(() -> ledger.pending() == 0);
    }

    /** Whether the facade answers for each of these what Central said, on every replica in turn. */
    boolean facadeAnswers(List<Ledger.Ended> tests) {
        return IntStream.range(0, tests.size()).allMatch(i -> {
            Ledger.Ended test = tests.get(i);
            var answer = replicas.get(i % replicas.size())
                    .get("/network-troubleshooting/v1alpha1/gateways/" + test.serial() + "/http/async-operations/"
                            + test.taskId());
            return answer.statusCode() == 200 && answer.body().equals(test.document());
        });
    }

    /** Waits until every living replica shows the same figures, those of all that was handed in. */
    void awaitSameScrapes(long finished) {
        await().atMost(IN_THE_SCRAPE_WITHIN)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    List<String> scrapes = replicas.stream()
                            .filter(Replica::isAlive)
                            .map(replica -> shared(replica.scrape()))
                            .toList();
                    return scrapes.stream().distinct().count() == 1
                            && scrapes.get(0)
                                    .contains(
                                            "gatewatch_tasks_settled_total{verdict=\"finished\"} " + (double) finished);
                });
    }

    private static String shared(String scrape) {
        return scrape.lines().filter(line -> SHARED.matcher(line).matches()).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() throws IOException {
        replicas.forEach(Replica::close);
        proxy.close();
        central.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(directory);
    }
}
