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
 * @param starts when each bucket starts; the first at or before {@code from}
 */
record Steps(Instant from, Instant to, Duration step, boolean hourly, List<Instant> starts) {

    static final Duration LONGEST = Duration.ofDays(31);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int BY_DEFAULT = 100;
    private static final int MOST = 2000;

    private static final List<Duration> USUAL = List.of(
            Duration.ofMinutes(1),
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

    /** @param rawSince from when on rows are kept; before it there are only hours */
    static Steps of(HistoryQuestion question, Instant now, Instant rawSince) {
        Instant to = question.to() == null ? now : question.to();
        Instant from = question.from() == null ? to.minus(Duration.ofDays(1)) : question.from();
        if (!from.isBefore(to)) {
            throw new BadQuestion("from", "must be before `to`, which is " + to);
        }
        boolean hourly = from.isBefore(rawSince);
        if (hourly) {
            from = from.truncatedTo(ChronoUnit.HOURS);
            to = hourAfter(to);
        }
        Duration step = question.step();
        if (step == null) {
            step = usual(from, to, hourly, question.timeZone() != null);
        } else {
            check(step, question.timeZone(), hourly, rawSince);
        }
        return new Steps(from, to, step, hourly, starts(from, to, step, question.timeZone(), hourly));
    }

    private static void check(Duration step, @Nullable ZoneId zone, boolean hourly, Instant rawSince) {
        if (step.compareTo(SHORTEST) < 0
                || step.compareTo(LONGEST) > 0
                || !step.equals(Duration.ofSeconds(step.toSeconds()))) {
            throw new BadQuestion("step", "must be whole seconds from PT1M to P31D");
        }
        if (zone != null && !wholeDays(step)) {
            throw new BadQuestion("step", "must be whole days, for example P1D, when `timeZone` is given");
        }
        if (hourly && step.toSeconds() % 3600 != 0) {
            String earliest = hourAfter(rawSince).toString();
            throw new BadQuestion(
                    "step", "must be whole hours for tests this old; finer steps work from `from`=" + earliest + " on");
        }
    }

    static boolean wholeDays(Duration step) {
        return step.equals(Duration.ofDays(step.toDays()));
    }

    private static Instant hourAfter(Instant instant) {
        Instant hour = instant.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(instant) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }

    private static Duration usual(Instant from, Instant to, boolean hourly, boolean days) {
        Duration finest = days ? Duration.ofDays(1) : hourly ? Duration.ofHours(1) : SHORTEST;
        return USUAL.stream()
                .filter(step -> step.compareTo(finest) >= 0
                        && !start(from, step)
                                .plus(step.multipliedBy(BY_DEFAULT))
                                .isBefore(to))
                .findFirst()
                .orElse(LONGEST);
    }

    private static Instant start(Instant instant, Duration step) {
        long seconds = step.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
    }

    private static List<Instant> starts(
            Instant from, Instant to, Duration step, @Nullable ZoneId zone, boolean hourly) {
        Stream<Instant> endless = zone == null
                ? Stream.iterate(start(from, step), start -> start.plus(step))
                : days(from, step.toDays(), zone).map(day -> hourly ? day.truncatedTo(ChronoUnit.HOURS) : day);
        List<Instant> starts = new ArrayList<>(
                endless.takeWhile(start -> start.isBefore(to)).limit(MOST + 1).toList());
        if (starts.size() > MOST) {
            throw new BadQuestion(
                    "step", "gives more than " + MOST + " buckets: ask for a longer step or a shorter range");
        }
        return List.copyOf(starts);
    }

    private static Stream<Instant> days(Instant from, long days, ZoneId zone) {
        long epochDay = LocalDate.ofInstant(from, zone).toEpochDay();
        LocalDate first = LocalDate.ofEpochDay(Math.floorDiv(epochDay, days) * days);
        return Stream.iterate(first, day -> day.plusDays(days))
                .map(day -> day.atStartOfDay(zone).toInstant());
    }

    /** ISO 8601, days as days. */
    String stepText() {
        return wholeDays(step) ? "P" + step.toDays() + "D" : step.toString();
    }
}
