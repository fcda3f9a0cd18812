package io.gatewatch.results;

import org.jspecify.annotations.Nullable;

/**
 * What several tests come to. Counts are 0 and everything else null where there was no test.
 *
 * @param successRatePercent the mean of each test's own rate, those of unknown rate left out
 * @param responseBytes of all responses
 * @param latencyMilliseconds over the responses, not over the tests
 * @param downloadRateBytesPerSecond all bytes over all seconds
 */
public record Figures(
        long tests,
        long successfulTests,
        long partialTests,
        long failedTests,
        @Nullable Double successRatePercent,
        long requestsSent,
        long responsesReceived,
        long responseBytes,
        Latency latencyMilliseconds,
        @Nullable Double downloadRateBytesPerSecond) {

    /** Of no test at all. */
    public static final Figures NONE = new Figures(0, 0, 0, 0, null, 0, 0, 0, Latency.NONE, null);

    /** Response times in milliseconds; percentiles are nearest rank. */
    public record Latency(
            @Nullable Double min,
            @Nullable Double average,
            @Nullable Double max,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99) {

        static final Latency NONE = new Latency(null, null, null, null, null, null);
    }
}
