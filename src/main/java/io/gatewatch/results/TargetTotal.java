package io.gatewatch.results;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scrape shows of one target; cumulative since it was first seen, times in seconds.
 *
 * @param labelled whether it has labels of its own, or is counted among the others
 * @param tests by outcome
 * @param codes how many responses had which status code; 0 stands for none
 * @param classic counts of the classic buckets, not cumulative, the last one without bound
 * @param buckets non-empty buckets of schema 3
 * @param newest null before the first test
 * @param recentStarts when the last tests started, newest first
 */
public record TargetTotal(
        String serialNumber,
        String url,
        Protocol protocol,
        boolean labelled,
        Map<Outcome, Long> tests,
        double successRatioSum,
        long ratedTests,
        long requestsSent,
        long responsesReceived,
        long responseBytes,
        Map<Short, Long> codes,
        double latencySumSeconds,
        List<Long> classic,
        Map<Short, Long> buckets,
        @Nullable Newest newest,
        List<Instant> recentStarts) {

    /** The newest test of a target. */
    public record Newest(
            String taskId,
            Instant observedAt,
            Instant completedAt,
            @Nullable Double successRatio,
            @Nullable Double minimumLatency,
            @Nullable Double averageLatency,
            @Nullable Double maximumLatency,
            @Nullable Double exemplar) {}
}
