package io.gatewatch.metrics;

import io.gatewatch.results.TargetTotal;
import io.prometheus.metrics.model.snapshots.Labels;

/** The labels of a target; those beyond the number that may be told apart share one. */
final class TargetLabels {

    private static final String OTHER = "other";

    private TargetLabels() {}

    static Labels of(TargetTotal target) {
        return Labels.of(
                "serial",
                target.labelled() ? target.serialNumber() : OTHER,
                "url",
                target.labelled() ? target.url() : OTHER,
                "protocol",
                target.protocol().text());
    }
}
