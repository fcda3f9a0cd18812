package io.gatewatch.results;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of a range: multiples of a step since the epoch, or local days of a zone.
 *
 * @param from where the first bucket really begins to count
 * @param hourly whether only hours are kept of this range, so that everything lies on the hour
 * @param starts when each bucket starts; the first at or before {@code from}
 */
record Steps(Instant from, Instant to, Duration step, boolean hourly, List<Instant> starts) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final int BY_DEFAULT = 100;
    private static final int MOST = 2000;

    private static final List<Duration> USUAL = List.of(
            SHORTEST,
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(7),
            LONGEST);

    /** What the steps of a question lie in. */
    private record Range(Instant from, Instant to, @Nullable ZoneId zone, boolean hourly) {

        /** At most so many starts, lest a minute's steps of a thousand years be counted. */
        List<Instant> starts(Duration step, int most) {
            List<Instant> starts = new ArrayList<>((zone == null ? multiples(step) : days(step.toDays(), zone))
                    .takeWhile(start -> start.isBefore(to))
                    .limit(most)
                    .toList());
            while (starts.size() > 1 && !starts.get(1).isAfter(from)) {
                starts.remove(0);
            }
            return List.copyOf(starts);
        }

        private Stream<Instant> multiples(Duration step) {
            long seconds = step.toSeconds();
            Instant first = Instant.ofEpochSecond(Math.floorDiv(from.getEpochSecond(), seconds) * seconds);
            return Stream.iterate(first, start -> start.plus(step));
        }

        /** A day that a zone left out, to be on the other side of the date line, starts with the next one. */
        private Stream<Instant> days(long days, ZoneId in) {
            long epochDay = LocalDate.ofInstant(from, in).toEpochDay();
            LocalDate first = LocalDate.ofEpochDay(Math.floorDiv(epochDay, days) * days);
            return Stream.iterate(first, day -> day.plusDays(days))
                    .map(day -> day.atStartOfDay(in).toInstant())
                    .map(start -> hourly ? nearestHour(start) : start)
                    .distinct();
        }
    }

    /** @param rawSince from when on rows are kept; before it there are only hours */
    static Steps of(HistoryQuestion question, Instant now, Instant rawSince) {
        Range range = range(question, now.truncatedTo(ChronoUnit.MICROS), rawSince);
        Duration step = question.step();
        if (step == null) {
            step = usual(range);
        } else {
            check(step, range, rawSince);
        }
        List<Instant> starts = range.starts(step, MOST + 2);
        if (starts.size() > MOST) {
            throw new BadQuestion(
                    "step", "gives more than " + MOST + " buckets: ask for a longer step or a shorter range");
        }
        return new Steps(range.from, range.to, step, range.hourly, starts);
    }

    private static Range range(HistoryQuestion question, Instant now, Instant rawSince) {
        Instant to = question.to() == null ? now : question.to();
        Instant from = question.from() == null ? to.minus(Duration.ofDays(1)) : question.from();
        if (!from.isBefore(to)) {
            throw new BadQuestion("from", "must be before `to`, which is " + to);
        }
        return from.isBefore(rawSince)
                ? new Range(from.truncatedTo(ChronoUnit.HOURS), hourAfter(to), question.timeZone(), true)
                : new Range(from, to, question.timeZone(), false);
    }

    private static void check(Duration step, Range range, Instant rawSince) {
        if (step.compareTo(SHORTEST) < 0
                || step.compareTo(LONGEST) > 0
                || !step.equals(Duration.ofSeconds(step.toSeconds()))) {
            throw new BadQuestion("step", "must be whole seconds from PT1M to P31D");
        }
        if (range.zone != null && !wholeDays(step)) {
            throw new BadQuestion("step", "must be whole days, for example P1D, when `timeZone` is given");
        }
        if (range.hourly && step.toSeconds() % 3600 != 0) {
            throw new BadQuestion(
                    "step",
                    "must be whole hours for tests this old; finer steps work from `from`=" + stillRaw(rawSince)
                            + " on");
        }
    }

    /** What is no watermark moves on with the clock: a little later is still true when it was read and asked for. */
    private static Instant stillRaw(Instant rawSince) {
        if (rawSince.equals(rawSince.truncatedTo(ChronoUnit.HOURS))) {
            return rawSince;
        }
        return rawSince.plus(2, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
    }

    private static Duration usual(Range range) {
        Duration finest = range.zone != null ? Duration.ofDays(1) : range.hourly ? Duration.ofHours(1) : SHORTEST;
        return USUAL.stream()
                .filter(step -> step.compareTo(finest) >= 0)
                .filter(step -> range.starts(step, BY_DEFAULT + 2).size() <= BY_DEFAULT)
                .findFirst()
                .orElse(LONGEST);
    }

    private static boolean wholeDays(Duration step) {
        return step.equals(Duration.ofDays(step.toDays()));
    }

    private static Instant hourAfter(Instant instant) {
        Instant hour = instant.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(instant) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }

    /** Half an hour goes to the hour before. */
    private static Instant nearestHour(Instant instant) {
        return instant.plus(30, ChronoUnit.MINUTES).minusNanos(1).truncatedTo(ChronoUnit.HOURS);
    }

    /** What tests are put into buckets by: the starts, the first of which may lie before the times that SQL can say. */
    List<Instant> bounds() {
        List<Instant> bounds = new ArrayList<>(starts);
        bounds.set(0, from);
        return bounds;
    }

    /** ISO 8601, days as days. */
    String stepText() {
        return wholeDays(step) ? "P" + step.toDays() + "D" : step.toString();
    }
}
