package io.gatewatch.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some steps of time at a glance; the lists have an entry for each step, null where nothing is known of it.
 *
 * @param serialNumber of a gateway's strip
 * @param url of a url's strip, with its protocol
 * @param firstSeenAt when a result of it was first stored, under the filters of the question
 * @param successRatePercent to a tenth
 * @param averageLatencyMilliseconds to a whole millisecond
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Strip(
        @Nullable String serialNumber,
        @Nullable String url,
        @Nullable Protocol protocol,
        Instant firstSeenAt,
        List<Long> tests,
        List<@Nullable Double> successRatePercent,
        List<@Nullable Long> averageLatencyMilliseconds) {}
