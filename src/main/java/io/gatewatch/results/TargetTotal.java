package io.gatewatch.results;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scrape shows of one target; cumulative since it was first seen, times in seconds.
 *
 * @param key tells targets apart even where their names are the same
 * @param labelled whether it has labels of its own, or is counted among the others
 * @param lastSeenAt when its last test was stored, or when it was first seen
 * @param tests by outcome
 * @param codes how many responses had which status code; 0 stands for none
 * @param classic counts of the classic buckets, not cumulative, the last one without bound
 * @param buckets non-empty buckets of schema 3
 * @param newest null before the first test
 * @param intervalSeconds the median of the last ten gaps between starts of tests; null before the second test
 */
public record TargetTotal(
        Key key,
        String serialNumber,
        String url,
        boolean labelled,
        Instant lastSeenAt,
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
        @Nullable Double intervalSeconds) {

    /** A target by its ids. */
    public record Key(long gatewayId, long urlId, Protocol protocol) {}

    public Protocol protocol() {
        return key.protocol;
    }

    /** Its tests of all outcomes. */
    public long allTests() {
        return tests.values().stream().mapToLong(Long::longValue).sum();
    }

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
