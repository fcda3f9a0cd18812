package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What some tests add to the totals of their target, and what these totals have already of what SQL cannot add. */
final class TotalsOfTarget {

    private static final int STARTS_KEPT = 11;
    private static final int LENGTHS_KEPT = 8;
    private static final Duration LONGEST_TEST = Duration.ofHours(1);

    private final List<RecordedTest> tests;
    private final Tally tally = new Tally();
    private final SortedSet<Instant> starts = new TreeSet<>(Comparator.reverseOrder());
    private final List<Long> lengths = new ArrayList<>();
    private @Nullable RecordedTest newest;

    /** @param tests of one target, at least one */
    TotalsOfTarget(List<RecordedTest> tests) {
        this.tests = tests;
        for (RecordedTest test : tests) {
            tally.add(test.result());
            if (test.hasBelievableStart()) {
                addStart(test.observedAt());
                newest = newest == null || test.observedAt().isAfter(newest.observedAt()) ? test : newest;
            }
        }
        lengths.addAll(lengthsOf(tests));
    }

    /** How long the tests took by Central's clock, newest first; one that ended before it began took no time we know. */
    private static List<Long> lengthsOf(List<RecordedTest> tests) {
        return tests.stream()
                .sorted(Comparator.comparing(RecordedTest::observedAt).reversed())
                .map(RecordedTest::length)
                .filter(length -> length.compareTo(Duration.ZERO) > 0 && length.compareTo(LONGEST_TEST) < 0)
                .map(Duration::toMillis)
                .toList();
    }

    /** From times before there were such tests nobody learns how often they come. */
    private void addStart(Instant start) {
        if (start.isAfter(Instant.EPOCH)) {
            starts.add(start);
        }
    }

    void addWhatIsThere(ResultSet row) throws SQLException {
        tally.addClassic((Long[]) row.getArray("classic_counts").getArray());
        tally.codes.add(row.getArray("codes"), row.getArray("code_counts"));
        tally.buckets.add(row.getArray("bucket_indexes"), row.getArray("bucket_counts"));
        Stream.of((Timestamp[]) row.getArray("recent_starts").getArray())
                .map(Timestamp::toInstant)
                .forEach(this::addStart);
        lengths.addAll(Arrays.asList((Long[]) row.getArray("recent_millis").getArray()));
        OffsetDateTime last = row.getObject("last_observed_at", OffsetDateTime.class);
        if (newest != null && last != null && newest.observedAt().isBefore(last.toInstant())) {
            newest = null;
        }
    }

    Tally.Target target() {
        return tests.get(0).target();
    }

    Instant storedAt() {
        return tests.get(0).test().storedAt();
    }

    Tally tally() {
        return tally;
    }

    List<Long> classic() {
        return Arrays.stream(tally.classic).boxed().toList();
    }

    List<Instant> starts() {
        return starts.stream().limit(STARTS_KEPT).toList();
    }

    List<Long> lengths() {
        return lengths.stream().limit(LENGTHS_KEPT).toList();
    }

    /** Null where these tests came late, and the newest of the target is another. */
    <V> @Nullable V ofNewest(Function<RecordedTest, @Nullable V> figure) {
        return newest == null ? null : figure.apply(Objects.requireNonNull(newest));
    }
}
