package io.gatewatch.metrics;

import io.gatewatch.results.TargetTotal;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gauges of each target's newest test; they go when it is too old to speak for the present. */
@Component
class NewestTestCollector implements MultiCollector {

    private static final String PREFIX = "gateway_http_test_";
    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final int INTERVALS = 3;

    /** So that of targets with the same labels it is the same one that speaks, on every replica. */
    private static final Comparator<TargetTotal> IN_ORDER = Comparator.comparing(
            TargetTotal::key,
            Comparator.comparingLong(TargetTotal.Key::gatewayId)
                    .thenComparingLong(TargetTotal.Key::urlId)
                    .thenComparing(TargetTotal.Key::protocol));

    private final StoredFigures figures;
    private final Clock clock;

    NewestTestCollector(StoredFigures figures, Clock clock, PrometheusRegistry registry) {
        this.figures = figures;
        this.clock = clock;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        StoredFigures.Snapshot snapshot = figures.last();
        return snapshot == null ? MetricSnapshots.of() : gauges(snapshot);
    }

    private MetricSnapshots gauges(StoredFigures.Snapshot snapshot) {
        List<TargetTotal> targets = snapshot.targets().stream()
                .filter(TargetTotal::labelled)
                .filter(snapshot.shown())
                .sorted(IN_ORDER)
                .toList();
        return MetricSnapshots.builder()
                .metricSnapshot(gauge(
                        "last_success_ratio",
                        "Success ratio of the newest test",
                        targets,
                        fresh(TargetTotal.Newest::successRatio)))
                .metricSnapshot(gauge(
                        "last_latency_minimum_seconds",
                        "Least latency of the newest test",
                        targets,
                        fresh(TargetTotal.Newest::minimumLatency)))
                .metricSnapshot(gauge(
                        "last_latency_average_seconds",
                        "Mean latency of the newest test",
                        targets,
                        fresh(TargetTotal.Newest::averageLatency)))
                .metricSnapshot(gauge(
                        "last_latency_maximum_seconds",
                        "Most latency of the newest test",
                        targets,
                        fresh(TargetTotal.Newest::maximumLatency)))
                .metricSnapshot(gauge(
                        "last_completion_timestamp_seconds",
                        "When the newest test ended",
                        targets,
                        NewestTestCollector::completed))
                .metricSnapshot(gauge(
                        "interval_seconds",
                        "Median of the last ten gaps between the starts of tests",
                        targets,
                        TargetTotal::intervalSeconds))
                .build();
    }

    /** Of targets whose labels may be those of another, the first speaks. */
    private static GaugeSnapshot gauge(
            String name, String help, List<TargetTotal> targets, Function<TargetTotal, @Nullable Double> value) {
        GaugeSnapshot.Builder builder =
                GaugeSnapshot.builder().name(PREFIX + name).help(help);
        Set<Object> said = new HashSet<>();
        for (TargetTotal target : targets) {
            Double number = value.apply(target);
            if (number != null && said.add(TargetLabels.of(target))) {
                builder.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(TargetLabels.of(target))
                        .value(number)
                        .build());
            }
        }
        return builder.build();
    }

    private Function<TargetTotal, @Nullable Double> fresh(Function<TargetTotal.Newest, @Nullable Double> value) {
        Instant now = clock.instant();
        return target -> {
            TargetTotal.Newest newest = target.newest();
            return newest != null && newest.completedAt().isAfter(now.minus(keeps(target)))
                    ? value.apply(newest)
                    : null;
        };
    }

    private static Duration keeps(TargetTotal target) {
        Double interval = target.intervalSeconds();
        Duration several = interval == null ? FRESH : Duration.ofMillis((long) (interval * 1000 * INTERVALS));
        return several.compareTo(FRESH) > 0 ? several : FRESH;
    }

    private static @Nullable Double completed(TargetTotal target) {
        TargetTotal.Newest newest = target.newest();
        return newest == null ? null : Double.valueOf(newest.completedAt().toEpochMilli() / 1000.0);
    }
}
