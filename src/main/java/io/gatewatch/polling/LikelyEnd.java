package io.gatewatch.polling;

import io.gatewatch.central.Answer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** When a test is likely done, which is when it is worth a call. */
@Component
class LikelyEnd {

    /** What a test takes of which nothing is known; the vendor's example took 2.5 seconds. */
    private static final Duration UNKNOWN = Duration.ofSeconds(3);

    private static final Duration BEYOND_REQUESTS = Duration.ofSeconds(1);
    private static final Duration SHORTEST_STEP = Duration.ofSeconds(1);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(15);
    private static final double STEP_BY_AGE = 0.3;

    /** When to ask first. */
    Instant first(Registration registration, Instant now) {
        Instant start = registration.startTime() == null ? now : earlier(registration.startTime(), now);
        Instant end = start.plus(expected(registration.count(), registration.interval()));
        return end.isAfter(now) ? end : now;
    }

    /** When to ask again: at the end that the progress points to, else in steps that grow with the test's age. */
    Instant next(LeasedTask task, Answer.StillRunning answer, Instant now) {
        Instant start = answer.startedAt() == null ? task.registeredAt() : answer.startedAt();
        Duration age = Duration.between(earlier(start, task.registeredAt()), now);
        return now.plus(clamped(step(age, answer.progressPercent())));
    }

    private static Duration step(Duration age, @Nullable Integer progress) {
        if (progress != null && progress > 0 && progress < 100) {
            return age.multipliedBy(100 - progress).dividedBy(progress);
        }
        return Duration.ofMillis((long) (age.toMillis() * STEP_BY_AGE));
    }

    private static Duration expected(@Nullable Integer count, @Nullable Integer interval) {
        return count == null || interval == null
                ? UNKNOWN
                : Duration.ofSeconds((long) count * interval).plus(BEYOND_REQUESTS);
    }

    private static Duration clamped(Duration step) {
        if (step.compareTo(SHORTEST_STEP) < 0) {
            return SHORTEST_STEP;
        }
        return step.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : step;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
