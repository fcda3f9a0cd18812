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
        @Nullable Instant storedBy) {

    /** All tests of a window, those stored after its end left out, so that every page of a list says the same. */
    static FiguresQuestion window(Collection<Long> gateways, Instant from, Instant to) {
        return new FiguresQuestion(gateways, List.of(from), to, null, null, to);
    }

    Instant from() {
        return starts.get(0);
    }

    /** The conditions that tests and hourly figures share. */
    Choice choice() {
        return Choice.ofGateways(gateways).url(url).protocol(protocol);
    }
}
