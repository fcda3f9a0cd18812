package io.gatewatch.access;

import io.gatewatch.results.GatewayScope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token for a program, without the secret itself.
 *
 * @param role {@code viewer}, {@code operator} or {@code admin}
 * @param createdBy the name of the admin who made it
 * @param expiresAt from when on it is not good any more, or never
 * @param lastUsedAt to the minute; null when never
 */
public record ApiToken(
        long id,
        String name,
        String role,
        GatewayScope scope,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    /** A token that was just made, with its secret, which is shown this once. */
    public record Made(ApiToken token, String secret) {

        @Override
        public String toString() {
            return "Made[" + token + "]";
        }
    }
}
