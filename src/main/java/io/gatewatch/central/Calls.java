package io.gatewatch.central;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The door to what became of this replica's calls to Central: counted, and the last one that went wrong of each kind. */
@Component
public class Calls {

    private final Map<CallOutcome, Counter> counters = new EnumMap<>(CallOutcome.class);
    private final Map<String, LastError> lastErrors = new ConcurrentHashMap<>();
    private final Clock clock;

    Calls(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        for (CallOutcome outcome : CallOutcome.values()) {
            counters.put(outcome, counter(outcome, meters));
        }
    }

    /** A call that went wrong. */
    public record LastError(Instant at, String message) {}

    /** The last of each kind; kinds as in the outcomes of the metrics, for example {@code rate_limited}. */
    public Map<String, LastError> lastErrors() {
        return new TreeMap<>(lastErrors);
    }

    void well() {
        count(CallOutcome.OK);
    }

    void wrong(CallOutcome outcome, String message) {
        count(outcome);
        lastErrors.put(outcome.label(), new LastError(clock.instant(), message));
    }

    private void count(CallOutcome outcome) {
        Objects.requireNonNull(counters.get(outcome)).increment();
    }

    private static Counter counter(CallOutcome outcome, MeterRegistry meters) {
        return Counter.builder("gatewatch.central.requests")
                .description("Calls to Central by what they came to")
                .tag("outcome", outcome.label())
                .register(meters);
    }
}
