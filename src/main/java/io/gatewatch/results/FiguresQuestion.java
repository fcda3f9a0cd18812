package io.gatewatch.results;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tests are to be added up.
 *
 * @param gateways the ids of all that may be looked at; the one place where gateways are chosen
 * @param starts of the stretches to tell apart, in order; the first is where the range begins, inclusive
 * @param to where the last one ends, exclusive
 * @param url as keys have it; null for all
 * @param protocol null for both
 * @param storedBy what was stored later does not count; null for no such bound
 */
record FiguresQuestion(
        Collection<Long> gateways,
        List<Instant> starts,
        Instant to,
        @Nullable String url,
        @Nullable Protocol protocol,
        @Nullable Instant storedBy,
        Detail detail) {

    /** How much is to be told. What is not needed is not read: it is most of the work. */
    enum Detail {
        /** All figures, of all gateways together. */
        ALL,
        /** What tests say themselves, by gateway: no response, so neither bytes nor latencies. */
        TESTS,
        /** Response times alone, by gateway. */
        LATENCIES,
        /** All figures, by gateway. */
        GATEWAYS,
        /** All figures, by gateway, url and protocol. */
        URLS,
        /** The same, and how good their hours were; never counted from rows. */
        HOURS;

        boolean tests() {
            return this != LATENCIES;
        }

        boolean latencies() {
            return this != TESTS;
        }

        boolean bytes() {
            return tests() && latencies();
        }

        boolean urls() {
            return this == URLS || this == HOURS;
        }

        boolean hours() {
            return this == HOURS;
        }
    }

    /** All figures of all gateways over a range, by the stretch that a test lies in. */
    FiguresQuestion(
            Collection<Long> gateways,
            List<Instant> starts,
            Instant to,
            @Nullable String url,
            @Nullable Protocol protocol) {
        this(gateways, starts, to, url, protocol, null, Detail.ALL);
    }

    /** All tests of a window, those stored after its end left out, so that every page of a list says the same. */
    static FiguresQuestion window(Collection<Long> gateways, Instant from, Instant to, Detail detail) {
        return new FiguresQuestion(gateways, List.of(from), to, null, null, to, detail);
    }

    /** The same where nothing was stored too late to count. */
    FiguresQuestion storedAnyTime() {
        return new FiguresQuestion(gateways, starts, to, url, protocol, null, detail);
    }

    Instant from() {
        return starts.get(0);
    }

    /** Whether only the test of a response tells if it counts, and for what. */
    boolean needsTests() {
        return detail.urls() || url != null || protocol != null || storedBy != null;
    }

    /** The conditions that tests and hourly figures share. */
    Choice choice() {
        return Choice.ofGateways(gateways).url(url).protocol(protocol);
    }

    /** What a row of sums belongs to, to be followed by the stretch of time. */
    String key() {
        return switch (detail) {
            case ALL -> "";
            case TESTS, LATENCIES, GATEWAYS -> "t.gateway_id, ";
            case URLS, HOURS -> "t.gateway_id, t.url_id, t.protocol, ";
        };
    }
}
