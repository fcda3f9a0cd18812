package io.gatewatch.results;

import org.jspecify.annotations.Nullable;

/**
 * One answer that a test got: a row of Central's {@code responses}. What Central did not say, or said in a way that
 * cannot be understood, is null.
 *
 * @param downloadRate as sent, for example {@code 57.52KB/sec}
 * @param responseCode as sent, for example {@code 200/OK}; {@code statusCode} and {@code reason} are its two parts
 */
public record ResponseSample(
        @Nullable Long responseNumber,
        @Nullable Long responseBytes,
        @Nullable Double responseTimeMilliseconds,
        @Nullable String downloadRate,
        @Nullable Double downloadRateBytesPerSecond,
        @Nullable String responseCode,
        @Nullable Integer statusCode,
        @Nullable String reason) {}
