package io.gatewatch.polling;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a task stands: awaited, ended with a test, or ended without one and why. */
public enum TaskState {
    PENDING("pending"),
    FINISHED("finished"),
    NOT_FOUND("notFound"),
    EXPIRED("expired"),
    REJECTED("rejected"),
    UNREADABLE("unreadable"),
    CANCELLED("cancelled");

    private final String text;

    TaskState(String text) {
        this.text = text;
    }

    public static Optional<TaskState> of(String text) {
        return Stream.of(values()).filter(state -> state.text.equals(text)).findFirst();
    }

    /** As in columns and JSON, for example {@code notFound}. */
    @JsonValue
    public String text() {
        return text;
    }

    /** As in labels, for example {@code not_found}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
