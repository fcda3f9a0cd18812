package io.gatewatch.results;

import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The sums of every target over a range, from rows or from hours. Whoever asks need not know which: counts, sums, least
 * and most are the same, and {@link Sums#exact()} tells whether percentiles are.
 */
@Component
class TargetFigures {

    /** So many tests and responses are counted one by one; of more, whole hours are taken as they were added up. */
    static final int COUNTED = 15_000;

    private final RowSums rows;
    private final HourSums hours;
    private final int counted;

    @Autowired
    TargetFigures(RowSums rows, HourSums hours) {
        this(rows, hours, COUNTED);
    }

    TargetFigures(RowSums rows, HourSums hours, int counted) {
        this.rows = rows;
        this.hours = hours;
        this.counted = counted;
    }

    /** By the start after which they lie and whatever else is told apart; who has no test is not there. */
    Map<Slice, Sums> of(FiguresQuestion question) {
        Hours range = Hours.of(question.starts(), question.to());
        Map<Slice, Sums> sums = new HashMap<>();
        if (range.noneWhole()) {
            return fromRows(sums, question);
        }
        HourSums.Amount amount = hours.amount(question, range);
        if (amount.rows() <= counted) {
            return fromRows(sums, question);
        }
        FiguresQuestion asked = amount.changed().isEmpty() ? question.storedAnyTime() : question;
        Hours split = range.countingAlso(amount.changed());
        hours.addTo(sums, asked, split);
        split.stretches().forEach(stretch -> rows.addTo(sums, asked, stretch));
        return sums;
    }

    /** The same of a range whose rows are gone and whose bounds lie on the hour. */
    Map<Slice, Sums> ofHours(FiguresQuestion question) {
        Map<Slice, Sums> sums = new HashMap<>();
        hours.addTo(sums, question, Hours.of(question.starts(), question.to()));
        return sums;
    }

    private Map<Slice, Sums> fromRows(Map<Slice, Sums> sums, FiguresQuestion question) {
        rows.addTo(sums, question, new Hours.Stretch(question.from(), question.to()));
        return sums;
    }
}
