package io.gatewatch.results;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which response codes were met over a range; codes of three digits, all others, and none, as {@code other}.
 *
 * @param completeSince null where all of the range is kept; else from when on responses are, so that buckets before it have
 *     no codes whatever was met
 */
public record CodeSeries(
        Instant from, Instant to, String step, @Nullable Instant completeSince, List<Bucket> buckets) {

    /** How many responses had each code, in tests from {@code start} to the start of the next bucket. */
    public record Bucket(Instant start, Map<String, Long> codes) {}
}
