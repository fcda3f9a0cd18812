package io.gatewatch.results;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's history, or all gateways', over a range: the figures of all its tests, and of those of each bucket.
 *
 * @param serialNumber null for all gateways
 * @param url the filter that was asked for, or null for all
 * @param approximate whether percentiles come from hourly figures and may be 5 % off
 */
public record Series(
        @Nullable String serialNumber,
        @Nullable String url,
        @Nullable Protocol protocol,
        Instant from,
        Instant to,
        String step,
        String timeZone,
        boolean approximate,
        Figures summary,
        List<Bucket> buckets) {

    /** The tests from {@code start} to the start of the next bucket. */
    public record Bucket(Instant start, @JsonUnwrapped Figures figures) {}
}
