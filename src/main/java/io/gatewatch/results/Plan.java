package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which part of a range is read from which source. It follows from the question and the {@link Watermark} alone, never from
 * how much is found, so that the same question always gets the same kind of answer.
 *
 * <pre>
 *            hours_since        rows_since                 rowsFrom
 *  ────────────┼──────────────────┼──────────────────────────┼───────────▶ time
 *    (gone)    │  hours, days     │  hours, days             │  rows
 *              │  no hour is cut  │  a cut hour is rows      │
 *                      ▲ start            ▲ start
 *                      moved to the hour  stays where it is
 * </pre>
 *
 * <ul>
 *   <li>Rows: from {@link FiguresQuestion#rowsFrom()} on, and of every hour that a start or the end cuts.
 *   <li>Hours: all others. Before {@code rows_since} no hour can be cut, so that starts are moved back to their hour, and
 *       the end is moved on to the end of its hour.
 *   <li>Days of them, up to the first day of which a part has to be told apart.
 *   <li>Rows again where hours were dropped before rows, which no setting allows now.
 * </ul>
 *
 * @param starts of the steps to tell apart, in order; the first is where the range begins
 * @param to where the last step ends
 * @param hours between which hours are read, but for those that are cut
 * @param cut hours that are read from rows instead
 * @param days of these hours that are read as they were added up
 * @param ends whether only the end cuts the last hour, and the last step has other hours: then that one is as good as whole
 *     where nothing lies after the end
 */
record Plan(List<Instant> starts, Instant to, Interval hours, NavigableSet<Instant> cut, Interval days, boolean ends) {

    static Plan of(FiguresQuestion question, Watermark watermark) {
        List<Instant> starts = question.starts().stream()
                .map(start -> start.isBefore(watermark.rowsSince()) ? hour(start) : start)
                .toList();
        Instant to = question.to().isBefore(watermark.rowsSince()) ? hourFrom(question.to()) : question.to();
        boolean dropped = watermark.rowsSince().isBefore(watermark.hoursSince());
        Instant first = dropped ? later(starts.get(0), watermark.hoursSince()) : starts.get(0);
        Instant last = earlier(to, later(watermark.rowsSince(), question.rowsFrom()));
        if (!first.isBefore(last)) {
            return new Plan(starts, to, Interval.NONE, none(), Interval.NONE, false);
        }
        Plan plan = new Plan(starts, to, new Interval(hour(first), last), none(), Interval.NONE, false)
                .cutting(Stream.concat(starts.stream(), Stream.of(first, last))
                        .filter(bound -> !bound.equals(hour(bound)))
                        .map(Plan::hour)
                        .toList());
        boolean ends = question.storedBy() != null
                && last.equals(to)
                && plan.cut.contains(hour(to))
                && starts.stream().noneMatch(start -> hour(start).equals(hour(to)) && !start.equals(hour(to)))
                && plan.bucketed().contains(starts.size() - 1);
        return new Plan(starts, to, plan.hours, plan.cut, plan.wholeDays().and(watermark.days()), ends);
    }

    /** Of hours alone, the bounds of which lie on the hour; {@code added} are days that may be read instead. */
    static Plan ofHours(FiguresQuestion question, Interval added) {
        Interval hours = new Interval(question.starts().get(0), question.to());
        Plan plan = new Plan(question.starts(), question.to(), hours, none(), Interval.NONE, false);
        return new Plan(
                question.starts(),
                question.to(),
                hours,
                none(),
                plan.wholeDays().and(added),
                false);
    }

    /** The same with these hours read from rows, too. */
    Plan cutting(Collection<Instant> more) {
        NavigableSet<Instant> both = new TreeSet<>(cut);
        more.stream().filter(hours::contains).forEach(both::add);
        Plan plan = new Plan(starts, to, hours, Collections.unmodifiableNavigableSet(both), days, ends);
        return new Plan(starts, to, hours, plan.cut, plan.wholeDays().and(days), ends);
    }

    /** The same with the last hour read whole or not, as is known now. */
    Plan ending(boolean whole) {
        NavigableSet<Instant> left = new TreeSet<>(cut);
        if (ends && whole) {
            left.remove(hour(to));
        }
        return new Plan(starts, to, hours, Collections.unmodifiableNavigableSet(left), days, false);
    }

    /** But for the last hour where it is still to be seen whether it is. */
    NavigableSet<Instant> surelyCut() {
        return ends ? cut.headSet(hour(to), false) : cut;
    }

    Instant lastHour() {
        return hour(to);
    }

    /** The steps that any hour is read for: their percentiles come from buckets, also where some of them are rows. */
    Set<Integer> bucketed() {
        return IntStream.range(0, starts.size())
                .filter(this::hasWholeHour)
                .boxed()
                .collect(Collectors.toSet());
    }

    private boolean hasWholeHour(int step) {
        Instant end = step + 1 < starts.size() ? starts.get(step + 1) : to;
        Interval read = new Interval(hourFrom(starts.get(step)), end).and(hours);
        return Stream.iterate(read.from(), hour -> hour.isBefore(read.to()), hour -> hour.plus(1, HOURS))
                .anyMatch(hour -> !cut.contains(hour));
    }

    /** What is read from rows, parts that follow each other as one. */
    List<Interval> rows() {
        Instant from = starts.get(0);
        if (hours.isEmpty()) {
            return List.of(new Interval(from, to));
        }
        List<Interval> rows = new ArrayList<>();
        add(rows, new Interval(from, hours.from()));
        for (Instant hour : cut) {
            Interval whole = new Interval(hour, hour.plus(1, HOURS));
            add(rows, whole.and(new Interval(from, hours.to())));
        }
        add(rows, new Interval(hours.to(), to));
        return rows;
    }

    private static void add(List<Interval> rows, Interval next) {
        int last = rows.size() - 1;
        if (next.isEmpty()) {
            return;
        }
        if (last >= 0 && rows.get(last).to().equals(next.from())) {
            rows.set(last, new Interval(rows.get(last).from(), next.to()));
        } else {
            rows.add(next);
        }
    }

    /** Whether all rows are of cut hours, so that these hours tell of everything that was stored of them. */
    boolean rowsAreOfCutHours() {
        return rows().stream()
                .allMatch(part ->
                        !part.from().isBefore(hours.from()) && !part.to().isAfter(hours.to()));
    }

    /** Up to the first day of which a part has to be told apart: a start lies in it, or a cut hour. */
    private Interval wholeDays() {
        Interval whole = new Interval(dayFrom(later(hours.from(), starts.get(0))), day(hours.to()));
        Instant end = Stream.concat(starts.stream().filter(start -> !start.equals(day(start))), cut.stream())
                .filter(whole::contains)
                .min(Comparator.naturalOrder())
                .orElse(whole.to());
        Interval uncut = new Interval(whole.from(), day(end));
        return uncut.isEmpty() ? Interval.NONE : uncut;
    }

    private static NavigableSet<Instant> none() {
        return Collections.emptyNavigableSet();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static Instant hour(Instant instant) {
        return instant.truncatedTo(HOURS);
    }

    /** The next full hour, or this one. */
    static Instant hourFrom(Instant instant) {
        Instant hour = hour(instant);
        return hour.equals(instant) ? hour : hour.plus(1, HOURS);
    }

    private static Instant day(Instant instant) {
        return instant.truncatedTo(DAYS);
    }

    private static Instant dayFrom(Instant instant) {
        Instant day = day(instant);
        return day.equals(instant) ? day : day.plus(1, DAYS);
    }
}
