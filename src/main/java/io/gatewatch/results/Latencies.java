package io.gatewatch.results;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Response times: each by itself for as long as all come from rows, else counted in the buckets of schema 3. */
final class Latencies {

    private double[] values = {};
    private int size;
    private @Nullable LatencyCounts counts;
    private long count;
    private double sum;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;

    /** Whether percentiles are exact; where there is no response time there is none that is not. */
    boolean exact() {
        return counts == null || count == 0;
    }

    /** From now on percentiles come from buckets. */
    void useBuckets() {
        inCounts();
    }

    long count() {
        return count;
    }

    double sum() {
        return sum;
    }

    @Nullable
    Double minimum() {
        return count == 0 ? null : Double.valueOf(minimum);
    }

    @Nullable
    Double maximum() {
        return count == 0 ? null : Double.valueOf(maximum);
    }

    /** The buckets as {@link PackedBuckets} has them. */
    byte[] packed() {
        return PackedBuckets.of(inCounts().asMap());
    }

    void add(Double[] millis) {
        values = Arrays.copyOf(values, Math.max(size + millis.length, values.length));
        for (Double value : millis) {
            values[size++] = value;
            count++;
            sum += value;
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
        }
        if (counts != null) {
            countValues(counts);
        }
    }

    /** Those of hours, of which only the buckets are known; those come next. */
    void add(long more, double sumOfMore, double least, double most) {
        inCounts();
        addSums(more, sumOfMore, least, most);
    }

    void addBuckets(byte[] packed) {
        PackedBuckets.addTo(inCounts(), packed);
    }

    void addBuckets(Short[] indexes, Long[] more) {
        inCounts().add(indexes, more);
    }

    void add(Latencies other) {
        if (other.counts != null) {
            inCounts().add(other.counts);
        } else if (counts != null) {
            other.countInto(counts);
        } else {
            values = Arrays.copyOf(values, size + other.size);
            System.arraycopy(other.values, 0, values, size, other.size);
            size += other.size;
        }
        addSums(other.count, other.sum, other.minimum, other.maximum);
    }

    private void addSums(long more, double sumOfMore, double least, double most) {
        count += more;
        sum += sumOfMore;
        minimum = Math.min(minimum, least);
        maximum = Math.max(maximum, most);
    }

    private LatencyCounts inCounts() {
        if (counts == null) {
            counts = new LatencyCounts();
            countValues(counts);
        }
        return counts;
    }

    private void countValues(LatencyCounts into) {
        countInto(into);
        values = new double[0];
        size = 0;
    }

    private void countInto(LatencyCounts into) {
        for (int i = 0; i < size; i++) {
            into.add(LatencyBuckets.nativeIndex(values[i] / 1000), 1);
        }
    }

    Figures.Latency figures() {
        if (count == 0) {
            return Figures.Latency.NONE;
        }
        Arrays.sort(values, 0, size);
        return new Figures.Latency(minimum, sum / count, maximum, percentile(0.5), percentile(0.95), percentile(0.99));
    }

    /** Nearest rank, as PostgreSQL's {@code percentile_disc} reckons it; never outside what was really met. */
    private double percentile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * count));
        return counts == null
                ? values[(int) rank - 1]
                : Math.min(maximum, Math.max(minimum, counts.middleOfRank(rank)));
    }
}
