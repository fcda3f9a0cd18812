package io.gatewatch.results;

import java.sql.Array;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each small number was met: kept as two arrays side by side, the numbers and their counts. */
final class Counts {

    private final SortedMap<Short, Long> counts = new TreeMap<>();

    void add(int number) {
        add((short) number, 1);
    }

    void add(short number, long count) {
        counts.merge(number, count, Long::sum);
    }

    void add(Short[] numbers, Long[] more) {
        for (int i = 0; i < numbers.length; i++) {
            add(numbers[i], more[i]);
        }
    }

    Short[] numbers() {
        return counts.keySet().toArray(Short[]::new);
    }

    Long[] values() {
        return counts.values().toArray(Long[]::new);
    }

    /** Two arrays as a row has them. */
    void add(Array numbers, Array more) throws SQLException {
        add((Short[]) numbers.getArray(), (Long[]) more.getArray());
    }

    Map<Short, Long> asMap() {
        return Map.copyOf(counts);
    }

    SortedMap<Short, Long> sorted() {
        return counts;
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
