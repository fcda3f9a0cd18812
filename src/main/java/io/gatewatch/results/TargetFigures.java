package io.gatewatch.results;

import io.gatewatch.results.FiguresQuestion.Detail;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The sums of every target over a range, from rows, hours or days, as the {@link Plan} says. Whoever asks need not know
 * which: counts, sums, least and most are the same, and {@link Sums#exact()} tells whether percentiles are. It takes two
 * statements, and two more where something was stored too late to count.
 */
@Component
class TargetFigures {

    private final RowSums rows;
    private final HourSums hours;
    private final Reading reading;

    TargetFigures(RowSums rows, HourSums hours, Reading reading) {
        this.rows = rows;
        this.hours = hours;
        this.reading = reading;
    }

    /**
     * What was read, and how, so that more of the same is read in the same way.
     *
     * @param sums by the start after which they lie and whatever else is told apart; who has no test is not there
     * @param question without its bound on storing, where nothing was stored after it
     */
    record Read(Map<Slice, Sums> sums, FiguresQuestion question, Plan plan, Set<Integer> bucketed) {}

    /** By the start after which they lie and whatever else is told apart; who has no test is not there. */
    Map<Slice, Sums> of(FiguresQuestion question) {
        return read(question).sums();
    }

    /** By step alone; a step has the same kind of percentiles however much lies in it. */
    Map<Integer, Sums> bySlot(FiguresQuestion question) {
        Read read = read(question);
        Map<Integer, Sums> slots = new HashMap<>();
        read.bucketed.forEach(slot -> slots.put(slot, Sums.bucketed()));
        read.sums.forEach((slice, sums) ->
                slots.computeIfAbsent(slice.slot(), slot -> new Sums()).add(sums));
        return slots;
    }

    /** Of hours alone, the bounds of which lie on the hour. */
    Map<Slice, Sums> ofHours(FiguresQuestion question) {
        return hours.of(question, Plan.ofHours(question, reading.watermark().days()))
                .sums();
    }

    /** More of the same tests: of some of the gateways, with other figures. */
    Map<Slice, Sums> more(Read before, Detail detail, Collection<Long> gateways) {
        FiguresQuestion question = before.question.with(detail, gateways);
        return both(question, before.plan, hours.of(question, before.plan), before.bucketed);
    }

    Read read(FiguresQuestion asked) {
        Watermark watermark = reading.watermark();
        Plan plan = Plan.of(asked, watermark);
        Set<Integer> bucketed = plan.bucketed();
        HourSums.Found found = hours.of(asked, plan);
        plan = plan.ending(found.wholeAtEnd());
        if (found.changed()) {
            plan = plan.cutting(changed(asked, plan, watermark));
            found = hours.of(asked, plan);
        }
        boolean nothingLate = plan.rowsAreOfCutHours() && !found.cutChanged();
        FiguresQuestion question = nothingLate ? asked.storedAnyTime() : asked;
        return new Read(both(question, plan, found, bucketed), question, plan, bucketed);
    }

    /** Those whose rows are gone cannot be counted without what came late. */
    private List<Instant> changed(FiguresQuestion question, Plan plan, Watermark watermark) {
        return hours.changed(question, plan).stream()
                .filter(hour -> !hour.isBefore(watermark.rowsSince()))
                .toList();
    }

    private Map<Slice, Sums> both(FiguresQuestion question, Plan plan, HourSums.Found found, Set<Integer> bucketed) {
        Map<Slice, Sums> sums = new HashMap<>(found.sums());
        Map<Slice, Sums> ofRows = new HashMap<>();
        rows.addTo(ofRows, question, plan.starts(), plan.rows());
        ofRows.forEach((slice, of) -> sums.computeIfAbsent(
                        slice, s -> bucketed.contains(s.slot()) ? Sums.bucketed() : new Sums())
                .add(of));
        return sums;
    }
}
