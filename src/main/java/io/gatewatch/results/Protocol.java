package io.gatewatch.results;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.stream.Stream;

/** What a gateway speaks to the url it tests; Central has one call for each. */
public enum Protocol {
    HTTP("http"),
    HTTPS("https");

    private final String text;

    Protocol(String text) {
        this.text = text;
    }

    /** The protocol of this exact lower-case text, or none. */
    public static Optional<Protocol> of(String text) {
        return Stream.of(values())
                .filter(protocol -> protocol.text.equals(text))
                .findFirst();
    }

    /** As in addresses, columns and labels: {@code http} or {@code https}. */
    @JsonValue
    public String text() {
        return text;
    }
}
