package io.gatewatch.results;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a gateway's history is asked for; null stands for the default of each.
 *
 * @param serialNumber null for all gateways
 * @param from inclusive; by default 24 hours before {@code to}
 * @param to exclusive; by default now
 * @param step one minute to 31 days; by default the smallest usual one that gives at most 100 buckets
 * @param url as keys have it, {@code unknown} for tests without; by default all
 * @param timeZone whose days the buckets are; only with steps of whole days
 */
public record HistoryQuestion(
        @Nullable String serialNumber,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Duration step,
        @Nullable String url,
        @Nullable Protocol protocol,
        @Nullable ZoneId timeZone) {

    /** Cut to microseconds as all stored times are, so that a test's own start, asked for, finds it. */
    public HistoryQuestion {
        from = from == null ? null : from.truncatedTo(ChronoUnit.MICROS);
        to = to == null ? null : to.truncatedTo(ChronoUnit.MICROS);
    }

    Instant end(Instant now) {
        return to == null ? now : to;
    }
}
