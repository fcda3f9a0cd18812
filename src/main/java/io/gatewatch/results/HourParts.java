package io.gatewatch.results;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The stretches whose hours are added up to one row: slots, but no more than a day of one or a thousandth of all, so that
 * no row grows too long.
 *
 * @param starts of the parts, in order
 * @param slots the slot that each part belongs to
 */
record HourParts(List<Instant> starts, List<Integer> slots) {

    private static final int MOST = 1000;

    static HourParts of(List<Instant> slots, Instant to) {
        Instant from = slots.get(0);
        Duration thousandth = Duration.between(from, to).dividedBy(MOST);
        Duration longest =
                thousandth.compareTo(ChronoUnit.DAYS.getDuration()) > 0 ? thousandth : ChronoUnit.DAYS.getDuration();
        NavigableSet<Instant> starts = new TreeSet<>(slots);
        Stream.iterate(from, start -> start.isBefore(to), start -> start.plus(longest))
                .forEach(starts::add);
        return new HourParts(List.copyOf(starts), slots(starts, slots));
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

    Slice slotOf(Slice part) {
        return new Slice(part.gatewayId(), part.url(), slots.get(part.slot()));
    }
}
