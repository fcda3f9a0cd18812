package io.gatewatch.results;

import java.util.Arrays;

/**
 * The two ways in which response times are counted: the classic bounds of the scrape, and the buckets of a Prometheus
 * native histogram of schema 3, whose bounds lie a factor of 2^(1/8) apart. Both in seconds.
 */
public final class LatencyBuckets {

    /** Upper bounds of the classic buckets but the last, which has none. */
    private static final double[] CLASSIC = {.05, .1, .2, .3, .5, .75, 1, 1.5, 2, 3, 5, 10};

    /** Buckets of schema 3 in every doubling. */
    private static final int PER_DOUBLING = 8;

    /** Of the upper bound of a bucket. */
    private static final double MIDDLE = 2 / (1 + Math.pow(2, 1.0 / PER_DOUBLING));

    /** Holds what took no time at all; a native histogram keeps it apart. */
    public static final short ZERO = Short.MIN_VALUE;

    private LatencyBuckets() {}

    public static double[] classicBounds() {
        return CLASSIC.clone();
    }

    /** The place of the first classic bound that is not below the value. */
    static int classicIndex(double seconds) {
        int found = Arrays.binarySearch(CLASSIC, seconds);
        return found >= 0 ? found : -found - 1;
    }

    /** The index of the bucket {@code (bound(index - 1), bound(index)]} that holds the value. */
    static short nativeIndex(double seconds) {
        if (seconds <= 0) {
            return ZERO;
        }
        int guess = (int) Math.ceil(Math.log(seconds) / Math.log(2) * PER_DOUBLING);
        if (seconds > bound(guess)) {
            return (short) (guess + 1);
        }
        return (short) (seconds <= bound(guess - 1) ? guess - 1 : guess);
    }

    private static double bound(int index) {
        return Math.pow(2, (double) index / PER_DOUBLING);
    }

    /** The one value of a bucket that is at most 4.4 % from every other in it: the harmonic mean of its bounds. */
    static double middleMillis(short index) {
        return index == ZERO ? 0 : bound(index) * MIDDLE * 1000;
    }
}
