package io.gatewatch.polling;

import io.gatewatch.central.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * When a test is likely done, which is when it is worth a call: from the lengths of the tests before it, from its hints,
 * and from what Central says of its progress. Due tasks are asked in the order of these moments, so that when calls are
 * short those go first that are the longest likely done.
 */
@Component
class LikelyEnd {

    /** What a test takes of which nothing is known; the vendor's example took 2.5 seconds. */
    private static final Duration UNKNOWN = Duration.ofSeconds(3);

    private static final Duration BEYOND_REQUESTS = Duration.ofSeconds(1);

    /** Central shows an end a little after it; a call just before it would be for nothing. */
    private static final Duration MARGIN = Duration.ofMillis(250);

    /** Four of five tests were over by then; the last few tell, so that a drift is followed. */
    private static final double MOSTLY = 0.8;

    private static final int TELLING = 8;

    private static final Duration LONGEST_TEST = Duration.ofHours(1);
    private static final Duration SHORTEST_STEP = Duration.ofSeconds(1);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(15);
    private static final double STEP_BY_AGE = 0.3;
    private static final double STEP_BY_LATENESS = 0.5;

    /**
     * When a new task is likely done, by the tests before it; null where there was none.
     *
     * @param lengths of the tests like it, newest first
     */
    @Nullable
    Instant learned(Registration registration, List<Duration> lengths, Instant now) {
        if (lengths.isEmpty()) {
            return null;
        }
        List<Duration> telling = lengths.stream().limit(TELLING).sorted().toList();
        Duration usual = telling.get((int) Math.ceil(MOSTLY * telling.size()) - 1);
        Duration least = requests(registration);
        return start(registration, now)
                .plus(usual.compareTo(least) > 0 ? usual : least)
                .plus(MARGIN);
    }

    /** When to ask first. */
    Instant first(Registration registration, @Nullable Instant learned, Instant now) {
        Instant end = learned != null ? learned : start(registration, now).plus(guessed(registration));
        return end.isAfter(now) ? end : now;
    }

    /** When to ask again of one that still runs. */
    Instant next(LeasedTask task, Answer.StillRunning answer, Instant now) {
        return now.plus(clamped(step(task, answer, now)));
    }

    /** To the end that its progress points to; else by how late it is, where an end was likely; else by its age. */
    private static Duration step(LeasedTask task, Answer.StillRunning answer, Instant now) {
        Duration age = age(task, answer.startedAt(), now);
        Integer progress = answer.progressPercent();
        if (progress != null && progress > 0 && progress < 100) {
            return age.multipliedBy(100L - progress).dividedBy(progress);
        }
        Instant likely = task.likelyEndAt();
        if (likely != null && !likely.isAfter(now)) {
            return times(Duration.between(likely, now), STEP_BY_LATENESS);
        }
        return times(age, STEP_BY_AGE);
    }

    /** Since the start that Central says, where that can be; a clock of theirs that is wrong must not slow us down. */
    private static Duration age(LeasedTask task, @Nullable Instant startedAt, Instant now) {
        boolean believed = startedAt != null
                && !startedAt.isAfter(now)
                && startedAt.isAfter(task.registeredAt().minus(LONGEST_TEST));
        return Duration.between(believed ? startedAt : task.registeredAt(), now);
    }

    private static Instant start(Registration registration, Instant now) {
        Instant said = registration.startTime();
        return said == null || said.isAfter(now) ? now : said;
    }

    private static Duration guessed(Registration registration) {
        Duration requests = requests(registration);
        return requests.isZero() ? UNKNOWN : requests.plus(BEYOND_REQUESTS);
    }

    /** A test takes at least its requests times the time between them. */
    private static Duration requests(Registration registration) {
        Integer count = registration.count();
        Integer interval = registration.interval();
        return count == null || interval == null ? Duration.ZERO : Duration.ofSeconds((long) count * interval);
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofMillis((long) (duration.toMillis() * factor));
    }

    private static Duration clamped(Duration step) {
        if (step.compareTo(SHORTEST_STEP) < 0) {
            return SHORTEST_STEP;
        }
        return step.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : step;
    }
}
