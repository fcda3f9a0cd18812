package io.gatewatch.web;

import java.util.List;
import java.util.stream.Collectors;

/** A request whose fields cannot be accepted; answered with 400 and all of them. */
class InvalidRequest extends RuntimeException {

    private final List<FieldError> errors;

    InvalidRequest(List<FieldError> errors) {
        super(errors.stream()
                .map(error -> error.field() + " " + error.message())
                .collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    InvalidRequest(String field, String message) {
        this(List.of(new FieldError(field, message)));
    }

    List<FieldError> errors() {
        return errors;
    }
}
