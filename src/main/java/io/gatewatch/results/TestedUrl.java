package io.gatewatch.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A url that was tested, over all gateways.
 *
 * @param url as keys, labels and filters have it: {@code unknown} where nobody said it
 * @param gateways how many gateways tested it
 */
public record TestedUrl(String url, Protocol protocol, long gateways, Figures figures) {

    /**
     * Which page of urls is asked for.
     *
     * @param from the start of the window, inclusive
     * @param to its end, exclusive; what was stored later does not count either
     * @param after the last url of the page before, or null for the first page
     */
    public record Question(
            Instant from, Instant to, @Nullable Position after) {

        /** Cut to microseconds, as all stored times are. */
        public Question {
            from = from.truncatedTo(ChronoUnit.MICROS);
            to = to.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** A place in the order of urls: by text, {@code http} before {@code https}; by id, as texts are long. */
    public record Position(long urlId, Protocol protocol) {}

    /** One row of a page of urls with its place, to ask for the page after it. */
    public record Ranked(TestedUrl tested, Position position) {}
}
