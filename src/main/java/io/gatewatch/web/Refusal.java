package io.gatewatch.web;

import org.springframework.http.HttpStatus;

/** A request that is understood but cannot be done: what it names is not there, or does not allow it. */
class Refusal extends RuntimeException {

    private final HttpStatus status;

    private Refusal(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    static Refusal unknown(String what, String id) {
        return new Refusal(HttpStatus.NOT_FOUND, "There is no " + what + " " + id + ".");
    }

    static Refusal conflict(String message) {
        return new Refusal(HttpStatus.CONFLICT, message);
    }

    HttpStatus status() {
        return status;
    }
}
