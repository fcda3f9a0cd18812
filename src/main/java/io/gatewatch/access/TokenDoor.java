package io.gatewatch.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;

/**
 * Lets programs in by their API token. Tokens are random enough that a plain hash hides them, and that comparing hashes in an
 * index tells a guesser nothing.
 */
@Component
class TokenDoor {

    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 2 * ApiTokens.MOST;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Cache<String, ApiToken> known;

    TokenDoor(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST_REMEMBERED)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** The program the token was made for; {@link InvalidBearerTokenException} when it is unknown, revoked or out of time. */
    Authentication verify(String secret) {
        byte[] hash = hash(secret);
        ApiToken token = known.get(HexFormat.of().formatHex(hash), key -> find(hash));
        if (token == null || isOver(token)) {
            throw new InvalidBearerTokenException("The token is unknown, revoked or expired");
        }
        return UsernamePasswordAuthenticationToken.authenticated(
                "token:" + token.name(), null, Authorities.of(List.of(token.role()), token.scope()));
    }

    void forget() {
        known.invalidateAll();
    }

    private boolean isOver(ApiToken token) {
        Instant end = token.expiresAt();
        return end != null && !clock.instant().isBefore(end);
    }

    private @Nullable ApiToken find(byte[] hash) {
        ApiToken token = jdbc.sql("select id, name, role, gateways, created_at, created_by, expires_at, last_used_at"
                        + " from api_token where hash = ?")
                .param(hash)
                .query(ApiTokens::read)
                .optional()
                .orElse(null);
        if (token != null && !isOver(token)) {
            noteUse(token);
        }
        return token;
    }

    /** Once a minute, so that a busy program does not write with each call. */
    private void noteUse(ApiToken token) {
        Instant now = clock.instant();
        Instant last = token.lastUsedAt();
        if (last == null || !now.isBefore(last.plus(MINUTE))) {
            jdbc.sql("update api_token set last_used_at = ? where id = ?")
                    .params(ApiTokens.time(now), token.id())
                    .update();
        }
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
