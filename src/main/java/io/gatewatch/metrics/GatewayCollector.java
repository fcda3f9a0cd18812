package io.gatewatch.metrics;

import io.gatewatch.results.TargetTotal;
import io.gatewatch.results.Totals;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The names that people know gateways by, to be joined to the figures by serial number. */
@Component
class GatewayCollector implements MultiCollector {

    private final StoredFigures figures;
    private final int maxTargets;

    GatewayCollector(StoredFigures figures, Totals totals, PrometheusRegistry registry) {
        this.figures = figures;
        this.maxTargets = totals.maxTargets();
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        StoredFigures.Snapshot snapshot = figures.last();
        if (snapshot == null) {
            return MetricSnapshots.of();
        }
        InfoSnapshot.Builder info = InfoSnapshot.builder().name("gateway").help("Gateways by name and site");
        told(snapshot)
                .forEach(gateway -> info.dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(labels(gateway))
                        .build()));
        return MetricSnapshots.of(info.build());
    }

    /** Of no more gateways than targets have labels of their own: first those that have, then the first come. */
    private Stream<Totals.Named> told(StoredFigures.Snapshot snapshot) {
        Set<Long> labelled = snapshot.targets().stream()
                .filter(TargetTotal::labelled)
                .map(target -> target.key().gatewayId())
                .collect(Collectors.toSet());
        return snapshot.gateways().stream()
                .filter(gateway -> gateway.lastSeenAt().isAfter(snapshot.at().minus(StoredFigures.Snapshot.SHOWN)))
                .sorted(Comparator.comparing(gateway -> !labelled.contains(gateway.id())))
                .limit(maxTargets);
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
