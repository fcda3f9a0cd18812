package io.gatewatch.metrics;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Names tomorrow's partitions that are missing, as a detail of readiness. Ready it is without them, too: rows then lie in
 * the default partitions, and only whoever looks after the database can mend what kept them from being made.
 */
@Component
class PartitionsHealthIndicator implements HealthIndicator {

    private final StoredFigures figures;

    PartitionsHealthIndicator(StoredFigures figures) {
        this.figures = figures;
    }

    @Override
    public Health health() {
        StoredFigures.Snapshot last = figures.last();
        return Health.up()
                .withDetail("missing", last == null ? "unknown" : last.missingPartitions())
                .build();
    }
}
