package io.gatewatch.results;

/** What was asked cannot be answered; the message says what to ask instead, the field which part of it is wrong. */
public class BadQuestion extends IllegalArgumentException {

    private final String field;

    public BadQuestion(String field, String message) {
        super(message);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
