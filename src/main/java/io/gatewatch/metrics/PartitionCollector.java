package io.gatewatch.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.springframework.stereotype.Component;

/** Whether tomorrow's partitions are there. */
@Component
class PartitionCollector implements MultiCollector {

    private final StoredFigures figures;

    PartitionCollector(StoredFigures figures, PrometheusRegistry registry) {
        this.figures = figures;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        StoredFigures.Snapshot last = figures.last();
        return last == null ? MetricSnapshots.of() : MetricSnapshots.of(missing(last));
    }

    private static GaugeSnapshot missing(StoredFigures.Snapshot last) {
        return GaugeSnapshot.builder()
                .name("gatewatch_partition_missing")
                .help("1 while a partition for tomorrow's results is missing")
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(last.missingPartitions().isEmpty() ? 0 : 1)
                        .build())
                .build();
    }
}
