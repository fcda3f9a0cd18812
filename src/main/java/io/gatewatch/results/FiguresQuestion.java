package io.gatewatch.results;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tests are to be added up.
 *
 * @param gateways the ids of all that may be looked at; the one place where gateways are chosen
 * @param starts of the steps to tell apart, in order; the first is where the range begins, inclusive
 * @param to where the last one ends, exclusive
 * @param rowsFrom from when on rows are read whole, {@code to} for none; what lies before is read from hours but for the
 *     hours that a start or the end cuts
 * @param url as keys have it; null for all
 * @param protocol null for both
 * @param storedBy what was stored later does not count; null for no such bound
 */
record FiguresQuestion(
        Collection<Long> gateways,
        List<Instant> starts,
        Instant to,
        Instant rowsFrom,
        @Nullable String url,
        @Nullable Protocol protocol,
        @Nullable Instant storedBy,
        Detail detail) {

    /** Of one gateway, a range up to a local day of 25 hours is read from rows. */
    static final Duration ROWS_OF_ONE = Duration.ofHours(25);

    /** Of all gateways, a range up to an hour: rows of more are too many. */
    static final Duration ROWS_OF_ALL = Duration.ofHours(1);

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

    /** All figures of a gateway over a range, by step. */
    static FiguresQuestion ofOne(
            long gatewayId, List<Instant> starts, Instant to, @Nullable String url, @Nullable Protocol protocol) {
        Instant rowsFrom = rowsFrom(starts.get(0), to, ROWS_OF_ONE);
        return new FiguresQuestion(List.of(gatewayId), starts, to, rowsFrom, url, protocol, null, Detail.ALL);
    }

    /** All figures of a gateway over a range, by url. */
    static FiguresQuestion urlsOfOne(long gatewayId, Instant from, Instant to) {
        Instant rowsFrom = rowsFrom(from, to, ROWS_OF_ONE);
        return new FiguresQuestion(List.of(gatewayId), List.of(from), to, rowsFrom, null, null, null, Detail.URLS);
    }

    /** All figures of many gateways over a range, by step. */
    static FiguresQuestion ofMany(
            Collection<Long> ids, List<Instant> starts, Instant to, @Nullable String url, @Nullable Protocol protocol) {
        Instant rowsFrom = rowsFrom(starts.get(0), to, ROWS_OF_ALL);
        return new FiguresQuestion(ids, starts, to, rowsFrom, url, protocol, null, Detail.ALL);
    }

    /** All tests of a window, those stored after its end left out, so that every page of a list says the same. */
    static FiguresQuestion window(Collection<Long> gateways, Instant from, Instant to, Detail detail) {
        Instant rowsFrom = rowsFrom(from, to, ROWS_OF_ALL);
        return new FiguresQuestion(gateways, List.of(from), to, rowsFrom, null, null, to, detail);
    }

    /** Hours alone of a range whose bounds lie on the hour. */
    static FiguresQuestion hours(Collection<Long> gateways, Instant from, Instant to) {
        return new FiguresQuestion(gateways, List.of(from), to, to, null, null, null, Detail.HOURS);
    }

    static Instant rowsFrom(Instant from, Instant to, Duration longest) {
        return Duration.between(from, to).compareTo(longest) <= 0 ? from : to;
    }

    /** The same where nothing was stored too late to count. */
    FiguresQuestion storedAnyTime() {
        return new FiguresQuestion(gateways, starts, to, rowsFrom, url, protocol, null, detail);
    }

    FiguresQuestion with(Detail other, Collection<Long> of) {
        return new FiguresQuestion(of, starts, to, rowsFrom, url, protocol, storedBy, other);
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
