package io.gatewatch.results;

import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The sums of every target over a range, from rows, hours or days. Whoever asks need not know which: counts, sums, least
 * and most are the same, and {@link Sums#exact()} tells whether percentiles are.
 */
@Component
class TargetFigures {

    /** So many tests and responses are counted one by one; of more, whole hours are taken as they were added up. */
    static final int COUNTED = 15_000;

    private final RowSums rows;
    private final HourSums hours;
    private final SummedDays days;
    private final int counted;

    @Autowired
    TargetFigures(RowSums rows, HourSums hours, SummedDays days) {
        this(rows, hours, days, COUNTED);
    }

    TargetFigures(RowSums rows, HourSums hours, SummedDays days, int counted) {
        this.rows = rows;
        this.hours = hours;
        this.days = days;
        this.counted = counted;
    }

    /** By the start after which they lie and whatever else is told apart; who has no test is not there. */
    Map<Slice, Sums> of(FiguresQuestion question) {
        Hours range = Hours.of(question.starts(), question.to());
        if (range.noneWhole()) {
            return fromRows(question);
        }
        Hours split = range.isCutAtEnd() && rows.noneAfter(question)
                ? Hours.ofAllUntil(question.to(), question.starts())
                : range;
        HourSums.Found found = ofHours(question, split);
        if (found.rows() <= counted) {
            return fromRows(question);
        }
        if (found.changed()) {
            Hours unchanged = split.countingAlso(hours.changed(question, split));
            return withRows(question, unchanged, ofHours(question, unchanged));
        }
        return withRows(found.countedChanged() ? question : question.storedAnyTime(), split, found);
    }

    private Map<Slice, Sums> withRows(FiguresQuestion question, Hours split, HourSums.Found found) {
        split.stretches().forEach(stretch -> rows.addTo(found.sums(), question, stretch));
        return found.sums();
    }

    /** The same of a range whose rows are gone and whose bounds lie on the hour. */
    Map<Slice, Sums> ofHours(FiguresQuestion question) {
        return ofHours(question, Hours.of(question.starts(), question.to())).sums();
    }

    private HourSums.Found ofHours(FiguresQuestion question, Hours split) {
        return hours.of(question, split, days.within(split, question.starts()));
    }

    private Map<Slice, Sums> fromRows(FiguresQuestion question) {
        Map<Slice, Sums> sums = new HashMap<>();
        rows.addTo(sums, question, new Interval(question.from(), question.to()));
        return sums;
    }
}
