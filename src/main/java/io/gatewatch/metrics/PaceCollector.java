package io.gatewatch.metrics;

import io.gatewatch.central.PaceStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.springframework.stereotype.Component;

/** How much may be asked of Central, and how much of it is left. */
@Component
class PaceCollector implements MultiCollector {

    private static final String PREFIX = "gatewatch_central_";
    private static final Labels SECOND = Labels.of("window", "second");
    private static final Labels DAY = Labels.of("window", "day");

    private final StoredFigures figures;

    PaceCollector(StoredFigures figures, PrometheusRegistry registry) {
        this.figures = figures;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        StoredFigures.Snapshot last = figures.last();
        return last == null ? MetricSnapshots.of() : gauges(last.pace());
    }

    private static MetricSnapshots gauges(PaceStatus pace) {
        GaugeSnapshot.Builder limit = gauge("budget_limit", "Calls to Central that the account may make");
        GaugeSnapshot.Builder remaining = gauge("budget_remaining", "Calls to Central that are left of the window");
        limit.dataPoint(point(SECOND, pace.limitPerSecond()));
        remaining.dataPoint(point(SECOND, pace.remainingThisSecond()));
        if (pace.limitPerDay() > 0) {
            limit.dataPoint(point(DAY, (double) pace.limitPerDay()));
            remaining.dataPoint(point(DAY, (double) pace.remainingToday()));
        }
        GaugeSnapshot.Builder paused = gauge("paused", "1 while all calls to Central are paused");
        paused.dataPoint(point(Labels.EMPTY, pace.pausedUntil() == null ? 0 : 1));
        return MetricSnapshots.of(limit.build(), remaining.build(), paused.build());
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(PREFIX + name).help(help);
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build();
    }
}
