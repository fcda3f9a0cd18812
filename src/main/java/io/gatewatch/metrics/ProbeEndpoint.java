package io.gatewatch.metrics;

import io.gatewatch.results.Gateways;
import io.gatewatch.results.Outcome;
import io.gatewatch.results.ResponseSample;
import io.gatewatch.results.StoredTest;
import io.gatewatch.results.Tests;
import io.gatewatch.results.TestsQuestion;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A gateway's newest stored test in the metrics of the blackbox exporter, for dashboards that were made for that. It is not
 * there unless {@code management.endpoint.probe.access} is {@code read-only}.
 */
@Component
@WebEndpoint(id = "probe")
class ProbeEndpoint {

    private static final Duration BACK = Duration.ofDays(30);
    private static final Duration AHEAD = Duration.ofHours(1);
    private static final int SECONDS = 5;

    private final Gateways gateways;
    private final Tests tests;
    private final Clock clock;
    private final TransactionTemplate whole;

    /** Reads in a transaction of its own, as a scrape does: nobody is asked who they are, and all gateways are there. */
    ProbeEndpoint(Gateways gateways, Tests tests, Clock clock, PlatformTransactionManager transactions) {
        this.gateways = gateways;
        this.tests = tests;
        this.clock = clock;
        this.whole = new TransactionTemplate(transactions);
        whole.setTimeout(SECONDS);
    }

    /**
     * The newest test of the last 30 days.
     *
     * @param target a serial number
     * @param url of a test's url alone, where a gateway tests several; null for any
     * @return 404 where there is no such test
     */
    @ReadOperation(producesFrom = PrometheusOutputFormat.class)
    WebEndpointResponse<byte[]> probe(PrometheusOutputFormat format, String target, @Nullable String url) {
        return Objects.requireNonNull(whole.execute(status -> newest(target, url)))
                .map(test -> written(metrics(test), format))
                .orElseGet(() -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND));
    }

    private Optional<StoredTest.Whole> newest(String serialNumber, @Nullable String url) {
        Instant now = clock.instant();
        TestsQuestion question =
                new TestsQuestion(serialNumber, now.minus(BACK), now.plus(AHEAD), null, url, null, null);
        return gateways.id(serialNumber)
                .flatMap(id -> tests.page(question, 1).stream()
                        .flatMap(List::stream)
                        .findFirst()
                        .flatMap(test -> tests.find(id, test.observedAt(), test.taskId())));
    }

    private static MetricSnapshots metrics(StoredTest.Whole whole) {
        StoredTest test = whole.test();
        MetricSnapshots.Builder metrics = MetricSnapshots.builder()
                .metricSnapshot(gauge(
                        "probe_success",
                        "Whether all of the newest test's requests were answered",
                        test.outcome() == Outcome.SUCCESS ? 1 : 0))
                .metricSnapshot(gauge(
                        "probe_http_status_code", "Status code of its last response; 0 without one", status(whole)))
                .metricSnapshot(gauge(
                        "probe_test_timestamp_seconds",
                        "When the newest test ran",
                        test.observedAt().toEpochMilli() / 1000.0));
        if (test.averageLatencyMilliseconds() != null) {
            metrics.metricSnapshot(gauge(
                    "probe_duration_seconds",
                    "Its average latency; absent where nothing is known of it",
                    test.averageLatencyMilliseconds() / 1000));
        }
        return metrics.build();
    }

    private static int status(StoredTest.Whole whole) {
        return whole.responses().stream()
                .map(ResponseSample::statusCode)
                .filter(Objects::nonNull)
                .reduce((first, later) -> later)
                .orElse(0);
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .build())
                .build();
    }

    /** In the formats that a scrape has, by the same writers. */
    private static WebEndpointResponse<byte[]> written(MetricSnapshots metrics, PrometheusOutputFormat format) {
        PrometheusRegistry registry = new PrometheusRegistry();
        MultiCollector collector = () -> metrics;
        registry.register(collector);
        return new PrometheusScrapeEndpoint(registry, new Properties()).scrape(format, null);
    }
}
