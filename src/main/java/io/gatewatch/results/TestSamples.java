package io.gatewatch.results;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every response of a test took, side by side with its code: a chart's dots.
 *
 * @param responseTimeMilliseconds in the order sent; null where Central said none
 * @param statusCode of the same responses
 */
public record TestSamples(
        String taskId,
        Instant observedAt,
        List<@Nullable Double> responseTimeMilliseconds,
        List<@Nullable Integer> statusCode) {}
