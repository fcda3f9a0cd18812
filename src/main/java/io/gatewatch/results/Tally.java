package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The figures of several tests of one target, added up in memory before they are added to a row. */
final class Tally {

    /** Whose figures these are; the order in which every replica locks the rows they go to. */
    record Target(long gatewayId, long urlId, Protocol protocol) implements Comparable<Target> {

        private static final Comparator<Target> ORDER = Comparator.comparingLong(Target::gatewayId)
                .thenComparingLong(Target::urlId)
                .thenComparing(Target::protocol);

        static Target of(ResultSet row) throws SQLException {
            return new Target(
                    row.getLong("gateway_id"),
                    row.getLong("url_id"),
                    Protocol.of(row.getString("protocol")).orElseThrow());
        }

        @Override
        public int compareTo(Target other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<Outcome, Long> tests = new EnumMap<>(Outcome.class);
    final long[] classic = new long[LatencyBuckets.classicBounds().length + 1];
    final Counts buckets = new Counts();
    final Counts codes = new Counts();
    long ratedTests;
    double rateSum;
    long sent;
    long received;
    long bytes;
    long ratedBytes;
    double ratedMillis;
    long latencies;
    double latencySum;

    @Nullable
    Double latencyMinimum;

    @Nullable
    Double latencyMaximum;

    void add(HttpTestResult result) {
        tests.merge(result.outcome(), 1L, Long::sum);
        Double rate = result.successRatePercent();
        if (rate != null) {
            ratedTests++;
            rateSum += rate;
        }
        HttpTestResult.Answered answered = result.answered();
        sent += Objects.requireNonNullElse(answered.sent(), 0L);
        received += Objects.requireNonNullElse(answered.received(), 0L);
        result.responses().forEach(this::add);
    }

    long tests(Outcome outcome) {
        return tests.getOrDefault(outcome, 0L);
    }

    /** Counts of the classic buckets as a row has them. */
    void addClassic(Long[] counts) {
        for (int i = 0; i < classic.length; i++) {
            classic[i] += counts[i];
        }
    }

    private void add(ResponseSample row) {
        codes.add(code(row.statusCode()));
        bytes += Objects.requireNonNullElse(row.responseBytes(), 0L);
        Double millis = row.responseTimeMilliseconds();
        if (millis == null) {
            return;
        }
        addLatency(millis);
        if (row.responseBytes() != null) {
            ratedBytes += row.responseBytes();
            ratedMillis += millis;
        }
    }

    /** Three digits, or 0 for all others, so that nobody can make a label of their own. */
    private static int code(@Nullable Integer statusCode) {
        return statusCode != null && statusCode >= 100 && statusCode <= 999 ? statusCode : 0;
    }

    /** From the value itself: classic bounds do not lie on native ones, so neither can be made from the other. */
    private void addLatency(double millis) {
        latencies++;
        latencySum += millis;
        latencyMinimum = latencyMinimum == null ? millis : Math.min(latencyMinimum, millis);
        latencyMaximum = latencyMaximum == null ? millis : Math.max(latencyMaximum, millis);
        classic[LatencyBuckets.classicIndex(millis / 1000)]++;
        buckets.add(LatencyBuckets.nativeIndex(millis / 1000));
    }
}
