package io.gatewatch.metrics;

import io.gatewatch.results.TargetTotal;
import io.gatewatch.results.Totals;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.springframework.stereotype.Component;

/** How old the figures of a scrape are, and how many targets it tells apart. */
@Component
class SnapshotCollector implements MultiCollector {

    private final StoredFigures figures;
    private final int maxTargets;

    SnapshotCollector(StoredFigures figures, Totals totals, PrometheusRegistry registry) {
        this.figures = figures;
        this.maxTargets = totals.maxTargets();
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        StoredFigures.Snapshot snapshot = figures.last();
        return snapshot == null ? MetricSnapshots.of() : gauges(snapshot);
    }

    private MetricSnapshots gauges(StoredFigures.Snapshot snapshot) {
        long labelled =
                snapshot.targets().stream().filter(TargetTotal::labelled).count();
        return MetricSnapshots.of(
                gauge("gatewatch_snapshot_timestamp_seconds", "When the figures of the database were read")
                        .dataPoint(point(Labels.EMPTY, snapshot.at().toEpochMilli() / 1000.0))
                        .build(),
                gauge("gatewatch_targets", "Targets ever seen, by whether they have labels of their own")
                        .dataPoint(point(Labels.of("labels", "own"), (double) labelled))
                        .dataPoint(point(Labels.of("labels", "other"), (double)
                                (snapshot.targets().size() - labelled)))
                        .build(),
                gauge("gatewatch_targets_limit", "Targets that may have labels of their own")
                        .dataPoint(point(Labels.EMPTY, maxTargets))
                        .build());
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build();
    }
}
