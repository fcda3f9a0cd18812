package io.gatewatch.central;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/** The door to Central: asks once for the state of a test and says what came of it. Retries are the asker's. */
@Component
public class Central {

    private static final Logger log = LoggerFactory.getLogger(Central.class);

    /** Where calls leave more often than this, one that is late crowds nobody. */
    private static final double MANY = 50;

    private static final Duration LATE = Duration.ofMillis(100);
    private static final Duration LATE_OF_MANY = Duration.ofSeconds(2);

    private final WebClient client;
    private final AccessTokens tokens;
    private final Pace pace;
    private final CentralProperties properties;
    private final Calls calls;
    private final Clock clock;
    private final Pauses pauses;
    private final Replies replies;
    private final FirstCall firstCall = new FirstCall();

    Central(
            WebClient centralWebClient,
            AccessTokens tokens,
            Pace pace,
            CentralProperties properties,
            Calls calls,
            Clock clock) {
        this.calls = calls;
        this.client = centralWebClient;
        this.tokens = tokens;
        this.pace = pace;
        this.properties = properties;
        this.clock = clock;
        this.pauses = new Pauses(pace, clock);
        this.replies = new Replies(tokens, pace, pauses, calls, clock);
    }

    /**
     * Asks for a test at the moment that the pace gave. Never fails: what goes wrong is an answer, too.
     *
     * @param moment one of {@link Pace#take}
     */
    public Mono<Answer> ask(TestAddress address, Instant moment) {
        return Mono.defer(() -> untilThen(moment))
                .then(firstCall.before(Mono.defer(() -> askNow(address, moment)).timeout(longest())))
                .onErrorResume(AccessTokens.NoToken.class, this::noToken)
                .onErrorResume(fault -> {
                    log.debug("Asking for {} failed; it is asked again", address, fault);
                    String why = WireFaults.inShort(fault);
                    calls.wrong(CallOutcome.NETWORK_ERROR, why);
                    return Mono.just(new Answer.Unavailable(why));
                });
    }

    /** A token and a call; a bound for what has bounds of its own, so that nothing unforeseen waits for ever. */
    private Duration longest() {
        return properties
                .connectTimeout()
                .plus(properties.responseTimeout())
                .multipliedBy(2)
                .plusSeconds(1);
    }

    /** No moment is further off than the horizon, unless the clock was set back meanwhile. */
    private Mono<Long> untilThen(Instant moment) {
        Duration wait = Duration.between(clock.instant(), moment);
        if (wait.isNegative() || wait.isZero()) {
            return Mono.empty();
        }
        return Mono.delay(wait.compareTo(PaceState.HORIZON) < 0 ? wait : PaceState.HORIZON);
    }

    private Mono<Answer> askNow(TestAddress address, Instant moment) {
        Instant now = clock.instant();
        Instant pausedUntil = pace.pausedUntil();
        if (pausedUntil.isAfter(now)) {
            return Mono.just(new Answer.Paused(pausedUntil, "Calls are paused"));
        }
        return tokens.current()
                .flatMap(token -> isMissed(moment) ? Mono.just(new Answer.Missed()) : call(address, token, now));
    }

    /** A call that leaves late, for want of a token or of the machine's time, would crowd those after it. */
    private boolean isMissed(Instant moment) {
        Duration late = Duration.between(moment, clock.instant());
        return late.compareTo(properties.requestsPerSecond() > MANY ? LATE_OF_MANY : LATE) > 0;
    }

    private Mono<Answer> call(TestAddress address, AccessTokens.Token token, Instant asked) {
        return client.get()
                .uri(uri(address))
                .accept(MediaType.APPLICATION_JSON)
                .headers(headers -> headers.setBearerAuth(token.value))
                .exchangeToMono(response -> Body.of(
                                response, properties.maxResponseSize().toBytes(), properties.responseTimeout())
                        .map(body -> new Reply(response, body, token, asked)))
                .timeout(properties.connectTimeout().plus(properties.responseTimeout()))
                .flatMap(replies::understood);
    }

    private URI uri(TestAddress address) {
        return UriComponentsBuilder.fromUri(Objects.requireNonNull(properties.baseUrl()))
                .pathSegment(address.path(properties.apiVersion()))
                .build()
                .toUri();
    }

    private Mono<Answer> noToken(AccessTokens.NoToken none) {
        return pauses.pause(none.until, clock.instant(), none.why);
    }
}
