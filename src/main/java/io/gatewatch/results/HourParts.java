package io.gatewatch.results;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The stretches whose hours are added up to one row: slots, but no more than a day of one or a thousandth of all, so that
 * no row grows too long. Days that were added up have parts of their own, which may be longer.
 *
 * @param starts of the parts, in order
 * @param to where the last one ends
 * @param slots the slot that each part belongs to
 */
record HourParts(List<Instant> starts, Instant to, List<Integer> slots) {

    private static final int MOST = 1000;

    /** A day is as long a row as an hour. */
    private static final int DAYS_A_PART = 24;

    static HourParts of(List<Instant> slots, Instant to, Interval days) {
        Instant from = slots.get(0);
        Duration longest = Duration.ofDays(1 + Duration.between(from, to).toDays() / MOST);
        NavigableSet<Instant> starts = new TreeSet<>(slots);
        every(longest, from, to).filter(start -> !days.contains(start)).forEach(starts::add);
        every(longest.multipliedBy(DAYS_A_PART), days.from(), days.to()).forEach(starts::add);
        if (!days.isEmpty()) {
            starts.add(days.to());
        }
        return new HourParts(List.copyOf(starts), to, slots(starts, slots));
    }

    private static Stream<Instant> every(Duration length, Instant from, Instant to) {
        return Stream.iterate(from, start -> start.isBefore(to), start -> start.plus(length));
    }

    private static List<Integer> slots(NavigableSet<Instant> starts, List<Instant> slots) {
        List<Integer> of = new ArrayList<>();
        int slot = 0;
        for (Instant start : starts) {
            while (slot + 1 < slots.size() && !slots.get(slot + 1).isAfter(start)) {
                slot++;
            }
            of.add(slot);
        }
        return of;
    }

    Instant end(int part) {
        return part + 1 < starts.size() ? starts.get(part + 1) : to;
    }

    Slice slotOf(Slice part) {
        return new Slice(part.gatewayId(), part.url(), slots.get(part.slot()));
    }
}
