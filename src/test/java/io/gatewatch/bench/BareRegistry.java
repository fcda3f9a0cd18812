package io.gatewatch.bench;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.stream.StreamSupport;

/** The same series as another registry's, in plain metrics of the client library. */
final class BareRegistry {

    private static final double[] BOUNDS = {.05, .1, .2, .3, .5, .75, 1, 1.5, 2, 3, 5, 10};

    private final PrometheusRegistry registry = new PrometheusRegistry();

    private BareRegistry() {}

    static PrometheusRegistry like(MetricSnapshots snapshots) {
        BareRegistry bare = new BareRegistry();
        snapshots.stream()
                .filter(snapshot -> snapshot.getMetadata().getName().startsWith("gatew"))
                .forEach(bare::add);
        return bare.registry;
    }

    private void add(MetricSnapshot snapshot) {
        if (snapshot.getDataPoints().isEmpty()) {
            return;
        }
        String name = snapshot.getMetadata().getName();
        String[] labels = names(snapshot.getDataPoints().get(0).getLabels());
        if (snapshot instanceof CounterSnapshot counters) {
            Counter counter = Counter.builder()
                    .name(name)
                    .help("c")
                    .labelNames(labels)
                    .withoutExemplars()
                    .register(registry);
            counters.getDataPoints().forEach(p -> counter.labelValues(values(p)).inc(p.getValue()));
        } else if (snapshot instanceof GaugeSnapshot gauges) {
            Gauge gauge = Gauge.builder()
                    .name(name)
                    .help("g")
                    .labelNames(labels)
                    .withoutExemplars()
                    .register(registry);
            gauges.getDataPoints().forEach(p -> gauge.labelValues(values(p)).set(p.getValue()));
        } else if (snapshot instanceof SummarySnapshot summaries) {
            Summary summary = Summary.builder()
                    .name(name)
                    .help("s")
                    .labelNames(labels)
                    .withoutExemplars()
                    .register(registry);
            summaries
                    .getDataPoints()
                    .forEach(p -> summary.labelValues(values(p)).observe(1));
        } else if (snapshot instanceof InfoSnapshot infos) {
            Info info = Info.builder().name(name).help("i").labelNames(labels).register(registry);
            infos.getDataPoints().forEach(p -> info.addLabelValues(values(p)));
        } else if (snapshot instanceof HistogramSnapshot histograms) {
            histogram(histograms, name, labels);
        }
    }

    private void histogram(HistogramSnapshot snapshot, String name, String... labels) {
        Histogram histogram = Histogram.builder()
                .name(name)
                .help("h")
                .classicUpperBounds(BOUNDS)
                .nativeInitialSchema(3)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
        for (HistogramSnapshot.HistogramDataPointSnapshot point : snapshot.getDataPoints()) {
            for (double bound : BOUNDS) {
                histogram.labelValues(values(point)).observe(bound * 0.9);
            }
        }
    }

    private static String[] names(Labels labels) {
        return labels.stream().map(Label::getName).toArray(String[]::new);
    }

    private static String[] values(DataPointSnapshot point) {
        return StreamSupport.stream(point.getLabels().spliterator(), false)
                .map(Label::getValue)
                .toArray(String[]::new);
    }
}
