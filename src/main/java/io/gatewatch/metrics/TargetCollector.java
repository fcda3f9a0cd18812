package io.gatewatch.metrics;

import io.gatewatch.results.LatencyBuckets;
import io.gatewatch.results.Outcome;
import io.gatewatch.results.TargetTotal;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** Cumulative figures of what the tests measured, by gateway, url and protocol. */
@Component
class TargetCollector implements MultiCollector {

    private static final int SCHEMA = 3;
    private static final String PREFIX = "gateway_http_test_";

    private final StoredFigures figures;

    TargetCollector(StoredFigures figures, PrometheusRegistry registry) {
        this.figures = figures;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        StoredFigures.Snapshot snapshot = figures.last();
        return snapshot == null ? MetricSnapshots.of() : snapshots(series(snapshot));
    }

    private static MetricSnapshots snapshots(Collection<TargetSeries> all) {
        return MetricSnapshots.builder()
                .metricSnapshot(results(all))
                .metricSnapshot(successRatio(all))
                .metricSnapshot(counter("requests_sent", "HTTP requests that gateways sent in tests", all, s -> s.sent))
                .metricSnapshot(counter(
                        "responses_received", "HTTP responses that gateways received in tests", all, s -> s.received))
                .metricSnapshot(counter("response_bytes", "Bytes of the responses in tests", all, s -> s.bytes))
                .metricSnapshot(responses(all))
                .metricSnapshot(durations(all))
                .build();
    }

    /**
     * Targets past the cap have the same labels. All of them are counted as long as one of them is shown, because the sum
     * would fall if the others left it.
     */
    private static Collection<TargetSeries> series(StoredFigures.Snapshot snapshot) {
        Predicate<TargetTotal> shown = snapshot.shown();
        Map<Labels, TargetSeries> byLabels = new HashMap<>();
        for (TargetTotal target : snapshot.targets()) {
            byLabels.computeIfAbsent(TargetLabels.of(target), TargetSeries::new).add(target);
        }
        return byLabels.values().stream()
                .filter(series -> series.targets.stream().anyMatch(shown))
                .toList();
    }

    private static CounterSnapshot results(Collection<TargetSeries> all) {
        CounterSnapshot.Builder builder =
                CounterSnapshot.builder().name(PREFIX + "results").help("Finished gateway HTTP tests by outcome");
        for (TargetSeries series : all) {
            for (Outcome outcome : Outcome.values()) {
                builder.dataPoint(
                        point(series.labels.add("outcome", outcome.text()), series.tests.getOrDefault(outcome, 0L)));
            }
        }
        return builder.build();
    }

    private static SummarySnapshot successRatio(Collection<TargetSeries> all) {
        SummarySnapshot.Builder builder = SummarySnapshot.builder()
                .name(PREFIX + "success_ratio")
                .help("Success ratio of each test, 0 to 1: increase of the sum over increase of the count");
        all.forEach(series -> builder.dataPoint(SummarySnapshot.SummaryDataPointSnapshot.builder()
                .labels(series.labels)
                .count(series.rated)
                .sum(series.ratioSum)
                .build()));
        return builder.build();
    }

    private static CounterSnapshot counter(
            String name, String help, Collection<TargetSeries> all, ToDoubleFunction<TargetSeries> value) {
        CounterSnapshot.Builder builder =
                CounterSnapshot.builder().name(PREFIX + name).help(help);
        all.forEach(series -> builder.dataPoint(point(series.labels, value.applyAsDouble(series))));
        return builder.build();
    }

    private static CounterSnapshot responses(Collection<TargetSeries> all) {
        CounterSnapshot.Builder builder =
                CounterSnapshot.builder().name(PREFIX + "responses").help("Responses in tests by HTTP status code");
        for (TargetSeries series : all) {
            series.codes.forEach((code, count) ->
                    builder.dataPoint(point(series.labels.add("code", code == 0 ? "other" : code.toString()), count)));
        }
        return builder.build();
    }

    private static CounterSnapshot.CounterDataPointSnapshot point(Labels labels, double value) {
        return CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build();
    }

    private static HistogramSnapshot durations(Collection<TargetSeries> all) {
        HistogramSnapshot.Builder builder = HistogramSnapshot.builder()
                .name(PREFIX + "response_duration_seconds")
                .help("Response times in tests");
        all.forEach(series -> builder.dataPoint(durations(series)));
        return builder.build();
    }

    private static HistogramSnapshot.HistogramDataPointSnapshot durations(TargetSeries series) {
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(series.labels)
                .sum(series.latencySum)
                .classicHistogramBuckets(classic(series))
                .nativeSchema(SCHEMA)
                .nativeZeroCount(series.buckets.getOrDefault(LatencyBuckets.ZERO, 0L))
                .nativeBucketsForPositiveValues(positive(series))
                .exemplars(exemplars(series))
                .build();
    }

    private static ClassicHistogramBuckets classic(TargetSeries series) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        double[] bounds = LatencyBuckets.classicBounds();
        for (int i = 0; i < bounds.length; i++) {
            buckets.bucket(bounds[i], series.classic[i]);
        }
        return buckets.bucket(Double.POSITIVE_INFINITY, series.classic[bounds.length])
                .build();
    }

    private static NativeHistogramBuckets positive(TargetSeries series) {
        Map<Short, Long> positive = new TreeMap<>(series.buckets);
        positive.remove(LatencyBuckets.ZERO);
        NativeHistogramBuckets.Builder buckets = NativeHistogramBuckets.builder();
        positive.forEach((index, count) -> buckets.bucket(index, count));
        return buckets.build();
    }

    private static Exemplars exemplars(TargetSeries series) {
        TargetTotal target = series.only();
        TargetTotal.Newest newest = target == null ? null : target.newest();
        if (newest == null || newest.exemplar() == null) {
            return Exemplars.EMPTY;
        }
        return Exemplars.of(Exemplar.builder()
                .value(newest.exemplar())
                .labels(Labels.of("task_id", newest.taskId()))
                .timestampMillis(newest.completedAt().toEpochMilli())
                .build());
    }
}
