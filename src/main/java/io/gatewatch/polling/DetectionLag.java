package io.gatewatch.polling;

import io.gatewatch.central.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.DoubleStream;
import org.springframework.stereotype.Component;

/** How long after the end of a test, as Central says it, the test was stored. */
@Component
class DetectionLag {

    private static final Duration LONGEST = Duration.ofDays(1);

    private final Timer timer;

    DetectionLag(MeterRegistry meters) {
        this.timer = Timer.builder("gatewatch.detection.lag")
                .description("From the end of a test, as Central says it, to its storing")
                .serviceLevelObjectives(DoubleStream.of(0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 120, 300, 900)
                        .mapToObj(seconds -> Duration.ofMillis((long) (seconds * 1000)))
                        .toArray(Duration[]::new))
                .register(meters);
    }

    /** Read against Central's own clock where that differs from ours. */
    void observe(Answer.Finished finished, Instant storedAt) {
        Instant endedAt = finished.result().endedAt();
        if (endedAt != null) {
            Duration late = Duration.between(endedAt, storedAt.plus(finished.ahead()));
            timer.record(believable(late));
        }
    }

    /** An end of years ago says that a clock is wrong, and would spoil every mean. */
    private static Duration believable(Duration late) {
        if (late.isNegative()) {
            return Duration.ZERO;
        }
        return late.compareTo(LONGEST) > 0 ? LONGEST : late;
    }
}
