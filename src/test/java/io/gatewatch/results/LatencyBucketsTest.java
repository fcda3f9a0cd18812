package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Percentiles from buckets are within 5 % of nearest rank, whatever the values. */
class LatencyBucketsTest {

    /** (2^(1/8) - 1) / (2^(1/8) + 1): how far the bounds of a bucket are from their harmonic mean. */
    private static final double HALF_A_BUCKET = (Math.pow(2, 0.125) - 1) / (Math.pow(2, 0.125) + 1);

    private static final double[] SHARES = {0.5, 0.95, 0.99};

    private static double told(double millis) {
        return LatencyBuckets.middleMillis(LatencyBuckets.nativeIndex(millis / 1000));
    }

    @Test
    void halfABucketIsLessThanFivePercent() {
        assertThat(HALF_A_BUCKET).isLessThan(0.0434);
    }

    @Test
    void whatABucketTellsIsNoFurtherFromAnyValueInItThanHalfOfIt() {
        Random random = new Random(20250521);
        DoubleStream any = random.doubles(1_000_000, -290, 290).map(exponent -> Math.pow(10, exponent));
        DoubleStream bounds = IntStream.rangeClosed(-7000, 7000)
                .mapToDouble(index -> Math.pow(2, index / 8.0))
                .flatMap(bound -> DoubleStream.of(Math.nextDown(bound), bound, Math.nextUp(bound)));
        DoubleStream.concat(any, bounds)
                .forEach(millis -> assertThat(told(millis)).isEqualTo(millis, offset(millis * (HALF_A_BUCKET + 1e-9))));
    }

    @Test
    void noTimeAtAllIsToldAsNone() {
        assertThat(told(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 19, 20, 21, 99, 100, 101, 1000, 5000})
    void percentilesOfAnyMixOfHoursAndRowsAreWithinFivePercentOfNearestRank(int size) {
        Random random = new Random(size);
        for (int run = 0; run < 20; run++) {
            double[] values =
                    IntStream.range(0, size).mapToDouble(i -> any(random)).toArray();
            Latencies mixed = new Latencies();
            int cut = random.nextInt(size);
            mixed.add(boxed(Arrays.copyOf(values, cut)));
            addHour(mixed, Arrays.copyOfRange(values, cut, size));
            Arrays.sort(values);
            Figures.Latency figures = mixed.figures();
            Double[] told = {figures.p50(), figures.p95(), figures.p99()};
            for (int i = 0; i < SHARES.length; i++) {
                double exact = values[(int) Math.max(1, Math.ceil(SHARES[i] * size)) - 1];
                assertThat(told[i]).isEqualTo(exact, offset(exact * 0.05));
            }
            assertThat(figures.min()).isEqualTo(values[0]);
            assertThat(figures.max()).isEqualTo(values[size - 1]);
            assertThat(mixed.exact()).isFalse();
        }
    }

    private static double any(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> Math.pow(10, random.nextInt(60) - 30);
            case 2 -> 250;
            default -> Math.exp(random.nextGaussian() + 5);
        };
    }

    private static void addHour(Latencies to, double[] values) {
        Counts counts = new Counts();
        Arrays.stream(values).forEach(value -> counts.add(LatencyBuckets.nativeIndex(value / 1000)));
        to.add(
                values.length,
                Arrays.stream(values).sum(),
                Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow());
        to.addBuckets(PackedBuckets.of(counts.sorted()));
    }

    private static Double[] boxed(double[] values) {
        return Arrays.stream(values).boxed().toArray(Double[]::new);
    }
}
