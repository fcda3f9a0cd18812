package io.gatewatch.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which page of gateways is asked for.
 *
 * @param from the start of the window of the figures, inclusive
 * @param to its end, exclusive; what was stored later does not count either, so that all pages have one order
 * @param after the last gateway of the page before, or null for the first page
 */
public record GatewaysQuestion(
        Instant from, Instant to, Sort sort, @Nullable Position after) {

    /** Cut to microseconds, as all stored times are. */
    public GatewaysQuestion {
        from = from.truncatedTo(ChronoUnit.MICROS);
        to = to.truncatedTo(ChronoUnit.MICROS);
    }

    /** What comes first; gateways without tests come last. */
    public enum Sort {
        SERIAL_NUMBER("serialNumber"),
        SUCCESS_RATE("successRate"),
        LATENCY("latency"),
        LAST_TEST("lastTest");

        private final String text;

        Sort(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** A place in the order: by rank, smallest first, then by serial number. */
    public record Position(double rank, String serialNumber) {}
}
