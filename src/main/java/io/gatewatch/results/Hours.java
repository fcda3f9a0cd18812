package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.HOURS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The hours of a range: whole ones, which can be taken as they were added up, and those that must be counted from rows,
 * because a bound cuts them.
 */
record Hours(Instant from, Instant to, NavigableSet<Instant> counted) {

    static Hours of(List<Instant> starts, Instant to) {
        return of(starts, to, Stream.concat(starts.stream(), Stream.of(to)));
    }

    /** The same where the hour in which the range ends has nothing after that, and need not be cut. */
    static Hours ofAllUntil(Instant to, List<Instant> starts) {
        return of(starts, to, starts.stream());
    }

    private static Hours of(List<Instant> starts, Instant to, Stream<Instant> cuts) {
        NavigableSet<Instant> cut = new TreeSet<>();
        cuts.filter(bound -> !bound.equals(bound.truncatedTo(HOURS)))
                .forEach(bound -> cut.add(bound.truncatedTo(HOURS)));
        return new Hours(starts.get(0), to, Collections.unmodifiableNavigableSet(cut));
    }

    /** The same, with these hours counted from rows, too. */
    Hours countingAlso(Collection<Instant> hours) {
        NavigableSet<Instant> both = new TreeSet<>(counted);
        both.addAll(hours);
        return new Hours(from, to, Collections.unmodifiableNavigableSet(both));
    }

    Instant first() {
        return from.truncatedTo(HOURS);
    }

    boolean isCutAtEnd() {
        return counted.contains(to.truncatedTo(HOURS));
    }

    boolean noneWhole() {
        return Stream.iterate(first(), hour -> hour.isBefore(to), hour -> hour.plus(1, HOURS))
                .allMatch(counted::contains);
    }

    /** What of the range is counted from rows, hours that follow each other as one. */
    List<Interval> stretches() {
        List<Interval> stretches = new ArrayList<>();
        for (Instant hour : counted) {
            Instant begin = hour.isBefore(from) ? from : hour;
            Instant end = hour.plus(1, HOURS).isAfter(to) ? to : hour.plus(1, HOURS);
            int last = stretches.size() - 1;
            if (last >= 0 && stretches.get(last).to().equals(begin)) {
                stretches.set(last, new Interval(stretches.get(last).from(), end));
            } else {
                stretches.add(new Interval(begin, end));
            }
        }
        return stretches;
    }
}
