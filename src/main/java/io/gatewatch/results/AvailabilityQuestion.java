package io.gatewatch.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a report on availability is asked for.
 *
 * @param from inclusive, at the start of its hour
 * @param to exclusive, at the end of its hour
 * @param targetPercent the success rate that was promised
 * @param serialNumber of the one gateway that is asked about; null for all
 * @param after the last row of the part before, or null for the first
 */
public record AvailabilityQuestion(
        Instant from,
        Instant to,
        double targetPercent,
        @Nullable String serialNumber,
        @Nullable Position after) {

    public AvailabilityQuestion {
        from = from.truncatedTo(ChronoUnit.HOURS);
        Instant hour = to.truncatedTo(ChronoUnit.HOURS);
        to = hour.equals(to) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }

    public AvailabilityQuestion after(Position position) {
        return new AvailabilityQuestion(from, to, targetPercent, serialNumber, position);
    }

    /** A place in the order of rows: by serial number, text of the url, {@code http} before {@code https}. */
    public record Position(String serialNumber, long urlId, Protocol protocol) {}
}
