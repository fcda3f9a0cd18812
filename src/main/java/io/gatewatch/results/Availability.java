package io.gatewatch.results;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a gateway's tests of a url kept what was promised.
 *
 * @param url as keys have it: {@code unknown} where nobody said it
 * @param result whether the success rate reached the target
 * @param testedHours hours of the range with any test
 * @param successfulHours hours with any test that was a success
 * @param successfulHoursPercent of the tested hours
 * @param worstHour the one of the lowest success rate, the first of several; null where no rate is known
 * @param figures percentiles may be 5 % off
 */
public record Availability(
        @JsonUnwrapped GatewayName gateway,
        String url,
        Protocol protocol,
        Result result,
        long testedHours,
        long successfulHours,
        double successfulHoursPercent,
        @Nullable WorstHour worstHour,
        Figures figures) {

    /** Kept, missed, or unknown where no test has a rate. */
    public enum Result {
        KEPT,
        MISSED,
        UNKNOWN;

        /** As little below the target as adding up doubles may lead astray is no miss. */
        private static final double NOTHING = 1e-9;

        static Result of(@Nullable Double successRatePercent, double targetPercent) {
            if (successRatePercent == null) {
                return UNKNOWN;
            }
            return successRatePercent + NOTHING >= targetPercent ? KEPT : MISSED;
        }

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An hour with how many tests it had and their mean success rate. */
    public record WorstHour(Instant start, long tests, double successRatePercent) {}

    /** A row with its place, to ask for what follows it. */
    public record Ranked(Availability row, AvailabilityQuestion.Position position) {}
}
