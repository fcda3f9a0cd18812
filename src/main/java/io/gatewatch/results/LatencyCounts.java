package io.gatewatch.results;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many response times fell into each bucket of schema 3; a plain array, because many hours are merged into few. */
final class LatencyCounts {

    private static final int MARGIN = 16;

    private long zeros;
    private long[] counts = {};
    private int first;

    void add(short index, long count) {
        if (index == LatencyBuckets.ZERO) {
            zeros += count;
            return;
        }
        makeRoom(index);
        counts[index - first] += count;
    }

    void add(Short[] indexes, Long[] more) {
        for (int i = 0; i < indexes.length; i++) {
            add(indexes[i], more[i]);
        }
    }

    void add(LatencyCounts other) {
        zeros += other.zeros;
        for (int i = 0; i < other.counts.length; i++) {
            if (other.counts[i] > 0) {
                add((short) (other.first + i), other.counts[i]);
            }
        }
    }

    SortedMap<Short, Long> asMap() {
        SortedMap<Short, Long> map = new TreeMap<>();
        if (zeros > 0) {
            map.put(LatencyBuckets.ZERO, zeros);
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                map.put((short) (first + i), counts[i]);
            }
        }
        return map;
    }

    /** Two doublings more than needed, as the next are not far. */
    private void makeRoom(int index) {
        if (counts.length == 0) {
            first = index - MARGIN;
            counts = new long[2 * MARGIN];
        } else if (index < first) {
            long[] wider = new long[counts.length + first - index + MARGIN];
            System.arraycopy(counts, 0, wider, first - index + MARGIN, counts.length);
            counts = wider;
            first = index - MARGIN;
        } else if (index >= first + counts.length) {
            counts = Arrays.copyOf(counts, index - first + MARGIN);
        }
    }

    /** The middle, in milliseconds, of the bucket that holds the value of this rank, from 1. */
    double middleOfRank(long rank) {
        long left = rank - zeros;
        int i = 0;
        while (left > 0 && i < counts.length) {
            left -= counts[i++];
        }
        return i == 0 ? 0 : LatencyBuckets.middleMillis((short) (first + i - 1));
    }
}
