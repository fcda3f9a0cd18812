package io.gatewatch.metrics;

import io.gatewatch.polling.TaskCounts;
import io.gatewatch.polling.TaskState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.springframework.stereotype.Component;

/** How many tasks wait, since when, and how they ended. */
@Component
class TaskCollector implements MultiCollector {

    private final StoredFigures figures;

    TaskCollector(StoredFigures figures, PrometheusRegistry registry) {
        this.figures = figures;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        StoredFigures.Snapshot snapshot = figures.last();
        if (snapshot == null) {
            return MetricSnapshots.of();
        }
        return MetricSnapshots.builder()
                .metricSnapshot(pending(snapshot.tasks()))
                .metricSnapshot(oldest(snapshot.tasks()))
                .metricSnapshot(settled(snapshot))
                .build();
    }

    private static GaugeSnapshot pending(TaskCounts tasks) {
        return gauge("gatewatch_tasks", "Tasks by state")
                .dataPoint(point(Labels.of("state", "pending"), (double) tasks.pending()))
                .build();
    }

    private static GaugeSnapshot oldest(TaskCounts tasks) {
        GaugeSnapshot.Builder gauge = gauge(
                "gatewatch_oldest_pending_task_timestamp_seconds", "When the oldest task that waits was registered");
        if (tasks.oldestPendingAt() != null) {
            gauge.dataPoint(point(Labels.EMPTY, tasks.oldestPendingAt().toEpochMilli() / 1000.0));
        }
        return gauge.build();
    }

    private static CounterSnapshot settled(StoredFigures.Snapshot snapshot) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("gatewatch_tasks_settled").help("Tasks that ended, by how");
        for (TaskState state : TaskState.values()) {
            if (state != TaskState.PENDING) {
                long tasks = state == TaskState.FINISHED
                        ? snapshot.tests()
                        : snapshot.tasks().lost().getOrDefault(state, 0L);
                counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(Labels.of("verdict", state.label()))
                        .value((double) tasks)
                        .build());
            }
        }
        return counter.build();
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
