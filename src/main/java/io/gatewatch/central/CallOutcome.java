package io.gatewatch.central;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** What a call to Central came to, as the metrics have it. */
enum CallOutcome {
    OK,
    RATE_LIMITED,
    UNAUTHORIZED,
    NOT_FOUND,
    REJECTED,
    SERVER_ERROR,
    NETWORK_ERROR,
    UNREADABLE;

    Counter counter(MeterRegistry meters) {
        return Counter.builder("gatewatch.central.requests")
                .description("Calls to Central by what they came to")
                .tag("outcome", name().toLowerCase(Locale.ROOT))
                .register(meters);
    }
}
