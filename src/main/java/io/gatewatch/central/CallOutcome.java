package io.gatewatch.central;

import java.util.Locale;

/** What a call to Central came to, as metrics and status have it. */
enum CallOutcome {
    OK,
    RATE_LIMITED,
    UNAUTHORIZED,
    NOT_FOUND,
    REJECTED,
    SERVER_ERROR,
    NETWORK_ERROR,
    UNREADABLE;

    /** As in labels, for example {@code rate_limited}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
