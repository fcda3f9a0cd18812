package io.gatewatch.metrics;

import io.gatewatch.results.TargetTotal;
import io.gatewatch.results.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of all targets, kept up to date by reading the few that changed. What the sums of the database say of all
 * tells whether a change was missed, be it one that was committed late; then all are read again.
 */
final class KnownTargets {

    /** How long it may take from the moment that a test's row names to its commit, without all having to be read again. */
    private static final Duration TO_COMMIT = Duration.ofSeconds(30);

    private final Totals totals;
    private final Map<TargetTotal.Key, TargetTotal> known = new HashMap<>();
    private Instant readAt = Instant.EPOCH;

    KnownTargets(Totals totals) {
        this.totals = totals;
    }

    /** All targets as they are now; to be called in a transaction that sees one moment of the database. */
    List<TargetTotal> asOf(Instant now, Totals.Extent extent) {
        learn(totals.changedSince(readAt.minus(TO_COMMIT)));
        if (!extent.equals(extent())) {
            known.clear();
            learn(totals.all());
        }
        readAt = now;
        return List.copyOf(known.values());
    }

    private void learn(List<TargetTotal> targets) {
        targets.forEach(target -> known.put(target.key(), target));
    }

    private Totals.Extent extent() {
        return new Totals.Extent(
                known.size(),
                known.values().stream().mapToLong(TargetTotal::allTests).sum());
    }
}
