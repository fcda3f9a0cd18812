package io.gatewatch.results;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Which response codes were met over a range; codes of three digits, all others, and none, as {@code other}. */
public record CodeSeries(Instant from, Instant to, String step, List<Bucket> buckets) {

    /** How many responses had each code, in tests from {@code start} to the start of the next bucket. */
    public record Bucket(Instant start, Map<String, Long> codes) {}
}
