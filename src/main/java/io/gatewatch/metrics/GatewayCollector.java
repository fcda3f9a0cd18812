package io.gatewatch.metrics;

import io.gatewatch.results.Totals;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The names that people know gateways by, to be joined to the figures by serial number. */
@Component
class GatewayCollector implements MultiCollector {

    private final StoredFigures figures;

    GatewayCollector(StoredFigures figures, PrometheusRegistry registry) {
        this.figures = figures;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        StoredFigures.Snapshot snapshot = figures.last();
        if (snapshot == null) {
            return MetricSnapshots.of();
        }
        InfoSnapshot.Builder info = InfoSnapshot.builder().name("gateway").help("Gateways by name and site");
        snapshot.gateways()
                .forEach(gateway -> info.dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(labels(gateway))
                        .build()));
        return MetricSnapshots.of(info.build());
    }

    private static Labels labels(Totals.Named gateway) {
        return Labels.of(
                "serial",
                gateway.serialNumber(),
                "name",
                Objects.requireNonNullElse(gateway.name(), ""),
                "site",
                Objects.requireNonNullElse(gateway.site(), ""));
    }
}
