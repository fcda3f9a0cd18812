package io.gatewatch.metrics;

import io.gatewatch.results.TargetTotal;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gauges of each target's newest test; they go when it is too old to speak for the present. */
@Component
class NewestTestCollector implements MultiCollector {

    private static final String PREFIX = "gateway_http_test_";
    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final int INTERVALS = 3;

    private final StoredFigures figures;
    private final Clock clock;

    NewestTestCollector(StoredFigures figures, Clock clock, PrometheusRegistry registry) {
        this.figures = figures;
        this.clock = clock;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        List<TargetTotal> targets =
                figures.targets().stream().filter(TargetTotal::labelled).toList();
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
                        NewestTestCollector::interval))
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
        Double interval = interval(target);
        Duration several = interval == null ? FRESH : Duration.ofMillis((long) (interval * 1000 * INTERVALS));
        return several.compareTo(FRESH) > 0 ? several : FRESH;
    }

    private static @Nullable Double completed(TargetTotal target) {
        TargetTotal.Newest newest = target.newest();
        return newest == null ? null : Double.valueOf(newest.completedAt().toEpochMilli() / 1000.0);
    }

    private static @Nullable Double interval(TargetTotal target) {
        List<Instant> starts = target.recentStarts();
        double[] gaps = IntStream.range(1, starts.size())
                .mapToDouble(
                        i -> Duration.between(starts.get(i), starts.get(i - 1)).toMillis() / 1000.0)
                .sorted()
                .toArray();
        if (gaps.length == 0) {
            return null;
        }
        int middle = gaps.length / 2;
        return gaps.length % 2 == 1 ? gaps[middle] : (gaps[middle - 1] + gaps[middle]) / 2;
    }
}
