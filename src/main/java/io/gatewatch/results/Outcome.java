package io.gatewatch.results;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a finished test went, whatever Central calls its end. */
public enum Outcome {
    SUCCESS,
    PARTIAL,
    FAILURE;

    /** The outcome of this exact lower-case text, or none. */
    public static Optional<Outcome> of(String text) {
        return Stream.of(values())
                .filter(outcome -> outcome.text().equals(text))
                .findFirst();
    }

    /** As in columns, labels and JSON: {@code success}, {@code partial} or {@code failure}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
