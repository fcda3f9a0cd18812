package io.gatewatch.results;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which page of gateways is asked for.
 *
 * @param from the start of the window of the figures, inclusive
 * @param to its end, exclusive
 * @param after the last gateway of the page before, or null for the first page
 */
public record GatewaysQuestion(
        Instant from, Instant to, Sort sort, @Nullable Position after) {

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
