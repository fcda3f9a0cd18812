package io.gatewatch.results;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sums of tests and responses, from rows and from hours; merged, they are those of all together. */
final class Sums {

    /** Of several the earliest. */
    private static final Comparator<Availability.WorstHour> WORST_FIRST = Comparator.comparingDouble(
                    Availability.WorstHour::successRatePercent)
            .thenComparing(Availability.WorstHour::start);

    private long successful;
    private long partial;
    private long failed;
    private long rated;
    private double rates;
    private long sent;
    private long received;
    private long bytes;
    private long timedBytes;
    private double bytesMillis;
    private final Latencies latencies = new Latencies();
    private Instant storedAt = Instant.MIN;
    private long testedHours;
    private long successfulHours;
    private Availability.@Nullable WorstHour worstHour;

    static Sums of(Collection<Sums> parts) {
        Sums all = new Sums();
        parts.forEach(all::add);
        return all;
    }

    /** Merged by what a slice has in common with others. */
    static <K> Map<K, Sums> by(Function<Slice, K> key, Map<Slice, Sums> slices) {
        Map<K, Sums> merged = new HashMap<>();
        slices.forEach((slice, sums) ->
                merged.computeIfAbsent(key.apply(slice), k -> new Sums()).add(sums));
        return merged;
    }

    /** Sums whose percentiles come from buckets, whatever is added. */
    static Sums bucketed() {
        Sums sums = new Sums();
        sums.latencies.useBuckets();
        return sums;
    }

    /** Whether every figure is exact; else percentiles are within 5 %. */
    boolean exact() {
        return latencies.exact();
    }

    void add(Sums other) {
        successful += other.successful;
        partial += other.partial;
        failed += other.failed;
        rated += other.rated;
        rates += other.rates;
        sent += other.sent;
        received += other.received;
        bytes += other.bytes;
        timedBytes += other.timedBytes;
        bytesMillis += other.bytesMillis;
        latencies.add(other.latencies);
        addStored(other.storedAt);
        testedHours += other.testedHours;
        successfulHours += other.successfulHours;
        addWorst(other.worstHour);
    }

    /** When the newest of them was stored, which only hours tell. */
    void addStored(Instant at) {
        storedAt = at.isAfter(storedAt) ? at : storedAt;
    }

    long tests() {
        return successful + partial + failed;
    }

    long failedTests() {
        return failed;
    }

    void addTests(ResultSet row) throws SQLException {
        successful += row.getLong("successful_tests");
        partial += row.getLong("partial_tests");
        failed += row.getLong("failed_tests");
        rated += row.getLong("rated_tests");
        rates += row.getDouble("success_rate_sum");
        sent += row.getLong("requests_sent");
        received += row.getLong("responses_received");
    }

    void addValues(ResultSet row) throws SQLException {
        Array millis = row.getArray("latencies");
        if (millis != null) {
            latencies.add((Double[]) millis.getArray());
        }
    }

    /** Adds those of hours, but for buckets that do not say it all: then the answer is no, and arrays have them. */
    boolean addLatencies(ResultSet row) throws SQLException {
        long count = row.getLong("latency_count");
        if (count == 0) {
            return true;
        }
        latencies.add(
                count,
                row.getDouble("latency_sum_millis"),
                row.getDouble("latency_minimum_millis"),
                row.getDouble("latency_maximum_millis"));
        byte[] buckets = row.getBytes("buckets");
        if (buckets == null || PackedBuckets.total(buckets) != count) {
            return false;
        }
        latencies.addBuckets(buckets);
        return true;
    }

    void addArrays(ResultSet row) throws SQLException {
        latencies.addBuckets((Short[]) row.getArray("bucket_indexes").getArray(), (Long[])
                row.getArray("bucket_counts").getArray());
    }

    void addBytes(ResultSet row) throws SQLException {
        bytes += row.getLong("response_bytes");
        timedBytes += row.getLong("rated_bytes");
        bytesMillis += row.getDouble("rated_millis");
    }

    void addHours(ResultSet row) throws SQLException {
        testedHours += row.getLong("tested_hours");
        successfulHours += row.getLong("successful_hours");
        Array worst = row.getArray("worst");
        if (worst != null) {
            Double[] rateHourTests = (Double[]) worst.getArray();
            addWorst(new Availability.WorstHour(
                    Instant.ofEpochSecond(rateHourTests[1].longValue()),
                    rateHourTests[2].longValue(),
                    rateHourTests[0]));
        }
    }

    private void addWorst(Availability.@Nullable WorstHour other) {
        if (other != null && (worstHour == null || WORST_FIRST.compare(other, worstHour) < 0)) {
            worstHour = other;
        }
    }

    /** Hours with any test. */
    long testedHours() {
        return testedHours;
    }

    /** Hours with any test that was a success. */
    long successfulHours() {
        return successfulHours;
    }

    Availability.@Nullable WorstHour worstHour() {
        return worstHour;
    }

    Figures figures() {
        return new Figures(
                successful + partial + failed,
                successful,
                partial,
                failed,
                over(rates, (double) rated),
                sent,
                received,
                bytes,
                latencies.figures(),
                over(timedBytes * 1000.0, bytesMillis));
    }

    /** As rows of figures have them, in the order of their columns; of sums from hours only. */
    static <T> Columns<T> addTo(Columns<T> columns, Function<T, Sums> of) {
        return columns.instants(row -> of.apply(row).storedAt)
                .longs(row -> of.apply(row).successful)
                .longs(row -> of.apply(row).partial)
                .longs(row -> of.apply(row).failed)
                .longs(row -> of.apply(row).rated)
                .doubles(row -> of.apply(row).rates)
                .longs(row -> of.apply(row).sent)
                .longs(row -> of.apply(row).received)
                .longs(row -> of.apply(row).bytes)
                .longs(row -> of.apply(row).timedBytes)
                .doubles(row -> of.apply(row).bytesMillis)
                .longs(row -> of.apply(row).latencies.count())
                .doubles(row -> of.apply(row).latencies.sum())
                .doubles(row -> of.apply(row).latencies.minimum())
                .doubles(row -> of.apply(row).latencies.maximum())
                .bytes(row -> of.apply(row).latencies.packed())
                .longs(row -> of.apply(row).testedHours)
                .longs(row -> of.apply(row).successfulHours)
                .instants(row -> ofWorst(of.apply(row), Availability.WorstHour::start))
                .doubles(row -> ofWorst(of.apply(row), Availability.WorstHour::successRatePercent))
                .longs(row -> ofWorst(of.apply(row), Availability.WorstHour::tests));
    }

    private static <V> @Nullable V ofWorst(Sums sums, Function<Availability.WorstHour, V> what) {
        return sums.worstHour == null ? null : what.apply(sums.worstHour);
    }

    private static @Nullable Double over(double sum, double of) {
        return of == 0 ? null : Double.valueOf(sum / of);
    }
}
