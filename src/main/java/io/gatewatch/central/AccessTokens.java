package io.gatewatch.central;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import reactor.core.publisher.Mono;

/**
 * The one token of this process: had by one call while all others wait for it, renewed a little early, and dropped when
 * Central refuses it. A token endpoint in trouble is left alone for a while.
 */
class AccessTokens {

    private static final Logger log = LoggerFactory.getLogger(AccessTokens.class);

    private static final Duration EARLY = Duration.ofMinutes(1);
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LAST_BACK_OFF = Duration.ofMinutes(1);

    /** Spring Security's stand-in for a lifetime that the answer did not say. */
    private static final Duration UNSAID = Duration.ofSeconds(1);

    private static final Duration ASSUMED = Duration.ofMinutes(5);

    /** A bearer token and what became of it. */
    static final class Token {

        final String value;
        private final Instant renewAt;
        private final boolean replacesRefused;
        private volatile boolean accepted;
        private volatile boolean dropped;

        private Token(String value, Instant renewAt, boolean replacesRefused) {
            this.value = value;
            this.renewAt = renewAt;
            this.replacesRefused = replacesRefused;
        }

        void accepted() {
            accepted = true;
        }
    }

    /** No token is to be had before then. */
    static final class NoToken extends RuntimeException {

        final Instant until;
        final String why;

        NoToken(Instant until, String why) {
            super(why);
            this.why = why;
            this.until = until;
        }
    }

    private final Mono<Token> tokens;
    private final Mono<OAuth2AccessToken> endpoint;
    private final MeterRegistry meters;
    private final Clock clock;
    private volatile Instant restsUntil = Instant.MIN;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean refused;

    /** @param endpoint asks the token endpoint once for every subscriber */
    AccessTokens(Mono<OAuth2AccessToken> endpoint, MeterRegistry meters, Clock clock) {
        this.endpoint = endpoint;
        this.meters = meters;
        this.clock = clock;
        this.tokens = Mono.defer(this::request).cacheInvalidateIf(this::isSpent);
        counter("ok");
        counter("failed");
    }

    /** A token that is never renewed. */
    static AccessTokens fixed(String value, MeterRegistry meters, Clock clock) {
        return new AccessTokens(Mono.empty(), meters, clock) {

            private final Token token = new Token(value, Instant.MAX, true);

            @Override
            Mono<Token> current() {
                return Mono.just(token);
            }

            @Override
            boolean refused(Token refused) {
                return false;
            }
        };
    }

    /** The token to use now; {@link NoToken} when none is to be had. */
    Mono<Token> current() {
        return tokens;
    }

    /** Drops a token that Central refused; false when it was a new one already, so that another would not help. */
    boolean refused(Token token) {
        boolean worthAnother = token.accepted || token.dropped || !token.replacesRefused;
        refused |= !token.dropped;
        token.dropped = true;
        return worthAnother;
    }

    private boolean isSpent(Token token) {
        return token.dropped || !clock.instant().isBefore(token.renewAt);
    }

    private Mono<Token> request() {
        Instant rest = restsUntil;
        if (clock.instant().isBefore(rest)) {
            return Mono.error(new NoToken(rest, "The token endpoint rests"));
        }
        return endpoint.map(this::token).doOnSuccess(token -> succeeded()).onErrorMap(this::failed);
    }

    private Token token(OAuth2AccessToken issued) {
        boolean replaces = refused;
        refused = false;
        return new Token(issued.getTokenValue(), clock.instant().plus(usable(issued)), replaces);
    }

    /** Ends a minute early, or a tenth where the lifetime is short. */
    private static Duration usable(OAuth2AccessToken issued) {
        Duration said = lifetime(issued.getIssuedAt(), issued.getExpiresAt());
        Duration tenth = said.dividedBy(10);
        return said.minus(tenth.compareTo(EARLY) < 0 ? tenth : EARLY);
    }

    private static Duration lifetime(@Nullable Instant issuedAt, @Nullable Instant expiresAt) {
        if (issuedAt == null || expiresAt == null) {
            return ASSUMED;
        }
        Duration said = Duration.between(issuedAt, expiresAt);
        return said.compareTo(UNSAID) <= 0 ? ASSUMED : said;
    }

    private void succeeded() {
        counter("ok").increment();
        if (failures.getAndSet(0) > 0) {
            log.info("The token endpoint answers again: calls to Central go on");
        }
    }

    private NoToken failed(Throwable cause) {
        counter("failed").increment();
        Duration rest = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures.getAndIncrement(), 10));
        Instant until = clock.instant().plus(rest.compareTo(LAST_BACK_OFF) < 0 ? rest : LAST_BACK_OFF);
        restsUntil = until;
        return new NoToken(until, "No access token: " + WireFaults.inShort(cause));
    }

    private Counter counter(String outcome) {
        return Counter.builder("gatewatch.central.token.requests")
                .description("Requests for an access token by outcome")
                .tag("outcome", outcome)
                .register(meters);
    }
}
