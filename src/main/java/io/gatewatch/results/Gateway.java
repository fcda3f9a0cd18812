package io.gatewatch.results;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A gateway as people know it.
 *
 * @param lastTestAt when the newest test was observed; null when none was
 */
public record Gateway(
        String serialNumber,
        @Nullable String name,
        @Nullable String site,
        Instant firstSeenAt,
        @Nullable Instant lastTestAt) {

    /**
     * One row of a page of gateways.
     *
     * @param position its place, to ask for the page after it
     */
    public record Ranked(Gateway gateway, Figures figures, GatewaysQuestion.Position position) {}

    /**
     * A gateway with all that it was seen to test.
     *
     * @param figures by window: an hour, a day, a week
     */
    public record Whole(Gateway gateway, List<String> urls, Map<String, Figures> figures) {}
}
