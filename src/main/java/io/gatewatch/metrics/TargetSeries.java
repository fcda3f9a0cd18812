package io.gatewatch.metrics;

import io.gatewatch.results.LatencyBuckets;
import io.gatewatch.results.Outcome;
import io.gatewatch.results.TargetTotal;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The figures of all targets that share one set of labels, added up; mostly of one. */
final class TargetSeries {

    final Labels labels;
    final Map<Outcome, Long> tests = new EnumMap<>(Outcome.class);
    final Map<Short, Long> codes = new TreeMap<>();
    final Map<Short, Long> buckets = new TreeMap<>();
    final long[] classic = new long[LatencyBuckets.classicBounds().length + 1];
    final List<TargetTotal> targets = new ArrayList<>();
    double ratioSum;
    long rated;
    long sent;
    long received;
    long bytes;
    double latencySum;

    TargetSeries(Labels labels) {
        this.labels = labels;
    }

    void add(TargetTotal target) {
        targets.add(target);
        target.tests().forEach((outcome, count) -> tests.merge(outcome, count, Long::sum));
        target.codes().forEach((code, count) -> codes.merge(code, count, Long::sum));
        target.buckets().forEach((index, count) -> buckets.merge(index, count, Long::sum));
        for (int i = 0; i < classic.length; i++) {
            classic[i] += target.classic().get(i);
        }
        ratioSum += target.successRatioSum();
        rated += target.ratedTests();
        sent += target.requestsSent();
        received += target.responsesReceived();
        bytes += target.responseBytes();
        latencySum += target.latencySumSeconds();
    }

    /** The one target that these labels stand for; none where they stand for several. */
    @Nullable
    TargetTotal only() {
        return targets.size() == 1 && targets.get(0).labelled() ? targets.get(0) : null;
    }
}
