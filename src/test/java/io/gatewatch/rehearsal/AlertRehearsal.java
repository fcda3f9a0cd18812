package io.gatewatch.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatewatch.Application;
import io.gatewatch.postgres.LocalPostgres;
import io.gatewatch.simulator.SimulatedCentral;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What adopters get, rehearsed: the rules and dashboards as they are shipped, minutes counted as seconds. A gateway breaks,
 * one notice of it reaches the pager although two replicas run, and one when it is mended.
 */
class AlertRehearsal {

    private static final Path CHART = Path.of("helm", "gatewatch");
    private static final String ALERT = "GatewayHttpGatewayFailsEverything";
    private static final int PATIENCE_SECONDS = 150;
    private static final String BROKEN = Fleet.GATEWAYS.get(0);

    @TempDir
    static Path directory;

    private static final List<AutoCloseable> running = new ArrayList<>();
    private static Webhook pager;
    private static Fleet fleet;
    private static Prometheus prometheus;
    private static Prometheus nativePrometheus;

    @BeforeAll
    static void start() throws IOException {
        boolean tools = Tool.find("prometheus").isPresent() && alertmanager().isPresent();
        if (Boolean.getBoolean("gatewatch.gate")) {
            assertThat(tools).isTrue();
        }
        assumeTrue(tools, "apt-get install prometheus prometheus-alertmanager");
        SimulatedCentral central = kept(SimulatedCentral.start(Clock.systemUTC()));
        String database = LocalPostgres.throwaway().freshDatabase();
        List<ConfigurableApplicationContext> replicas = IntStream.range(0, 2)
                .mapToObj(i -> kept(replica(database, central)))
                .toList();
        fleet = new Fleet(central, port(replicas.get(0), "local.server.port"));
        pager = kept(new Webhook());
        List<Integer> scraped = replicas.stream()
                .map(replica -> port(replica, "local.management.port"))
                .toList();
        int alertmanager = startAlertmanager();
        prometheus = kept(new Prometheus(directory.resolve("classic"), scraped, rules(), alertmanager));
        nativePrometheus = kept(new Prometheus(
                directory.resolve("native"), scraped, List.of(), 0, "--enable-feature=native-histograms"));
        fleet.testForLong();
    }

    private static Optional<Path> alertmanager() {
        return Tool.find("prometheus-alertmanager", "alertmanager");
    }

    private static <T extends AutoCloseable> T kept(T part) {
        running.add(0, part);
        return part;
    }

    private static ConfigurableApplicationContext replica(String database, SimulatedCentral central) {
        return SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + database,
                "--gatewatch.central.base-url=" + central.baseUrl(),
                "--CENTRAL_TOKEN_URI=" + central.tokenUri(),
                "--CENTRAL_CLIENT_ID=" + SimulatedCentral.CLIENT_ID,
                "--CENTRAL_CLIENT_SECRET=" + SimulatedCentral.CLIENT_SECRET,
                "--gatewatch.central.requests-per-second=50",
                "--gatewatch.central.requests-per-day=1000000",
                "--gatewatch.security.users[0].name=otto",
                "--gatewatch.security.users[0].password={noop}operator",
                "--gatewatch.security.users[0].roles=operator");
    }

    private static int port(ConfigurableApplicationContext replica, String name) {
        return replica.getEnvironment().getRequiredProperty(name, Integer.class);
    }

    private static int startAlertmanager() throws IOException {
        int port = Tool.freePort();
        String config =
                """
                route: {receiver: pager, group_by: [alertname, serial], group_wait: 2s, group_interval: 2s, repeat_interval: 1h}
                receivers: [{name: pager, webhook_configs: [{url: 'http://127.0.0.1:%d/', send_resolved: true}]}]
                """.formatted(pager.port()) + Files.readString(CHART.resolve("alertmanager/inhibit-rules.yaml"));
        kept(Tool.start(
                directory.resolve("alertmanager.log"),
                alertmanager().orElseThrow(),
                "--config.file=" + Files.writeString(directory.resolve("alertmanager.yml"), config),
                "--storage.path=" + directory.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address="));
        return port;
    }

    /** As they are shipped, but half a minute is enough to judge by, and what has to hold for minutes does for seconds. */
    private static List<Path> rules() throws IOException {
        List<Path> rules = new ArrayList<>();
        try (Stream<Path> files = Files.list(CHART.resolve("rules"))) {
            for (Path file : files.filter(name -> !name.toString().endsWith("_test.yaml"))
                    .toList()) {
                String hurried = Files.readString(file)
                        .replace("[30m]", "[30s]")
                        .replaceAll("for: (\\d+)m", "for: $1s")
                        .replace("interval: 2m", "interval: 2s");
                rules.add(Files.writeString(directory.resolve(file.getFileName()), hurried));
            }
        }
        return rules;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable part : running) {
            part.close();
        }
    }

    @Test
    void oneNoticeComesWhenAGatewayBreaksAndOneWhenItIsMended() throws Exception {
        fleet.test();
        fleet.name(BROKEN, "Main St", "Lisbon");
        until(
                "all pairs are judged and none fails",
                () -> prometheus
                                .query("target:gateway_http_test_failing:bool == 0")
                                .size()
                        == 6);
        everyQueryOfTheDashboardsHasData();
        classicAndNativeHistogramsCountTheSame();
        bothReplicasShowTheSame();

        fleet.breakDown(BROKEN);
        until("the pager has been told", () -> !pager.notices(ALERT, "firing").isEmpty());
        fleet.mend(BROKEN);
        until(
                "the pager has been told of the end",
                () -> !pager.notices(ALERT, "resolved").isEmpty());

        assertThat(pager.notices(ALERT, "firing")).hasSize(1);
        assertThat(pager.notices(ALERT, "resolved")).hasSize(1);
        Webhook.Notice notice = pager.notices(ALERT, "firing").get(0);
        assertThat(notice.labels().path("serial").asString()).isEqualTo(BROKEN);
        assertThat(notice.annotations().path("summary").asString())
                .isEqualTo("Gateway " + BROKEN + " Main St Lisbon fails nearly all its urls");
        assertThat(pager.notices("GatewayHttpTestsFailing", "firing")).isEmpty();
        assertThat(pager.notices()).noneMatch(other -> other.alert().startsWith("Gatewatch"));
    }

    private static void everyQueryOfTheDashboardsHasData() throws Exception {
        for (Dashboard dashboard : Dashboard.all(CHART.resolve("dashboards"))) {
            for (String query : dashboard.queries(BROKEN)) {
                until(
                        dashboard.name() + " has data for " + query,
                        () -> !prometheus.query(query).isEmpty());
            }
        }
    }

    private static void classicAndNativeHistogramsCountTheSame() throws Exception {
        until("the native histogram counts as the classic one does", () -> {
            List<Double> classic =
                    prometheus.query("sum(max without (instance) (gateway_http_test_response_duration_seconds_count))");
            return !classic.isEmpty()
                    && classic.equals(
                            nativePrometheus.query(
                                    "sum(max without (instance) (histogram_count(gateway_http_test_response_duration_seconds)))"));
        });
    }

    private static void bothReplicasShowTheSame() throws Exception {
        String figures = "by (__name__, serial, url, protocol, outcome, code, le, verdict)"
                + " ({__name__=~\"gateway_http_test_.+|gatewatch_tasks_settled_total\"})";
        until(
                "both replicas show the same figures",
                () -> prometheus
                        .query("count(count " + figures + " != 2 or stddev " + figures + " > 0) or vector(0)")
                        .equals(List.of(0.0)));
    }

    /** Tests go on meanwhile. */
    private static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.call()) {
            assertThat(System.nanoTime())
                    .as(
                            "not within %d s: %s; %s; notices %s",
                            PATIENCE_SECONDS, what, prometheus.log(), pager.notices())
                    .isLessThan(end);
            fleet.test();
            TimeUnit.SECONDS.sleep(1);
        }
    }
}
