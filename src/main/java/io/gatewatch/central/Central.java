package io.gatewatch.central;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    /** No moment is further off. */
    private static final Duration AHEAD = PaceState.HORIZON.plusSeconds(1);

    private static final int KEPT_OF_UNREADABLE = 64 * 1024;

    private final WebClient client;
    private final AccessTokens tokens;
    private final Pace pace;
    private final CentralProperties properties;
    private final Calls calls;
    private final Clock clock;
    private final Refusals refusals;
    private final Pauses pauses;
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
        this.refusals = new Refusals(pace, clock);
        this.pauses = new Pauses(pace, clock);
    }

    /**
     * Asks for a test at the moment that the pace gave. Never fails: what goes wrong is an answer, too.
     *
     * @param moment one of {@link Pace#take}
     */
    public Mono<Answer> ask(TestAddress address, Instant moment) {
        return Mono.defer(() -> untilThen(moment))
                .then(firstCall.before(Mono.defer(() -> askNow(address, moment)).timeout(longest())))
                .timeout(AHEAD.plus(longest().multipliedBy(2)))
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

    private Mono<Long> untilThen(Instant moment) {
        Duration wait = Duration.between(clock.instant(), moment);
        return wait.isNegative() || wait.isZero() ? Mono.empty() : Mono.delay(wait);
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
                .flatMap(this::understood);
    }

    private URI uri(TestAddress address) {
        return UriComponentsBuilder.fromUri(Objects.requireNonNull(properties.baseUrl()))
                .pathSegment(address.path(properties.apiVersion()))
                .build()
                .toUri();
    }

    private Mono<Answer> understood(Reply reply) {
        int status = reply.status();
        heedLimits(reply);
        if (status == 429) {
            return rateLimited(reply);
        }
        if (reply.body().brokenOff() && (status == 200 || status == 400)) {
            return Mono.just(brokenOff(reply));
        }
        if (status == 200) {
            return document(reply);
        }
        CentralError error = reply.error();
        if (status == 401 || error.saysTokenExpired()) {
            return unauthorized(reply, error);
        }
        if (status == 403) {
            return refused(reply, error);
        }
        return Mono.just(failure(reply, error));
    }

    /** Learns the account's limit, and holds when its last call is spent; the network's threads do not write it down. */
    private void heedLimits(Reply reply) {
        Double limit = WireValues.parsed(reply.headers().getFirst("X-RateLimit-Limit-second"));
        if (limit != null && !pace.knows(limit)) {
            pauses.note(() -> pace.told(limit));
        }
        Instant now = clock.instant();
        if (WaitHint.isSecondSpent(reply.headers())) {
            pace.hold(now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
        }
        if (reply.status() == 429) {
            return;
        }
        WaitHint.whenSpent(reply.headers(), now).ifPresent(wait -> {
            pace.hold(now.plus(wait));
            pauses.note(() -> pace.pause(now.plus(wait), reply.asked(), "Central says that its calls are spent"));
        });
    }

    /** Where the body is what counts, half of it on a broken road teaches nothing and must not help to end a task. */
    private Answer brokenOff(Reply reply) {
        String why = "Central's answer " + reply.body().flaw();
        calls.wrong(CallOutcome.NETWORK_ERROR, why);
        return new Answer.Unavailable(why);
    }

    private Mono<Answer> document(Reply reply) {
        Answer answer = reply.document(clock.instant());
        if (!(answer instanceof Answer.Unreadable unreadable)) {
            accepted(reply);
            calls.well();
            return Mono.just(answer);
        }
        CentralError error = reply.error();
        return error.saysTokenExpired() && error.isObject()
                ? unauthorized(reply, error)
                : Mono.just(unreadable(unreadable.why(), unreadable.text()));
    }

    private Answer unreadable(String why, String text) {
        calls.wrong(CallOutcome.UNREADABLE, why);
        return new Answer.Unreadable(why, CleanText.firstBytes(text, KEPT_OF_UNREADABLE));
    }

    /** Only an answer about the task shows that the token was good; a proxy in between shows nothing. */
    private void accepted(Reply reply) {
        reply.token().accepted();
        refusals.over();
    }

    private Answer failure(Reply reply, CentralError error) {
        int status = reply.status();
        String said = "Central answered " + status + " (" + error.inShort() + ")";
        if (status >= 500 || status == 408) {
            calls.wrong(CallOutcome.SERVER_ERROR, said);
            return new Answer.Unavailable(said);
        }
        if (status == 404) {
            calls.wrong(CallOutcome.NOT_FOUND, said);
            return notFound(reply, error, said);
        }
        if (status == 400 && error.isObject() && reply.body().flaw().isEmpty()) {
            accepted(reply);
            calls.wrong(CallOutcome.REJECTED, said);
            return new Answer.Rejected(said, error.body());
        }
        if (status == 400 || status < 300) {
            return unreadable(said, error.body());
        }
        calls.wrong(CallOutcome.REJECTED, said);
        return new Answer.Unavailable(said + ": nothing is known to help but to ask again");
    }

    private Answer notFound(Reply reply, CentralError error, String said) {
        if (!error.saysTaskNotFound()) {
            return new Answer.Unavailable(said + ": check gatewatch.central.base-url and api-version");
        }
        accepted(reply);
        return new Answer.NotFound(said);
    }

    private Mono<Answer> rateLimited(Reply reply) {
        Instant until = WaitHint.of(reply.headers(), clock.instant())
                .map(clock.instant()::plus)
                .orElse(null);
        String why = "Central says that the account's call limit is reached (429)";
        calls.wrong(CallOutcome.RATE_LIMITED, why);
        return pauses.slowDown(until, reply.asked(), why);
    }

    private Mono<Answer> unauthorized(Reply reply, CentralError error) {
        if (tokens.refused(reply.token())) {
            calls.wrong(CallOutcome.UNAUTHORIZED, "The token was refused once; a new one is had");
            return Mono.just(new Answer.TokenExpired());
        }
        return refused(reply, error);
    }

    private Mono<Answer> refused(Reply reply, CentralError error) {
        String why = "Central refuses our credentials (" + reply.status() + ", " + error.inShort()
                + "); check CENTRAL_CLIENT_ID and CENTRAL_CLIENT_SECRET, or CENTRAL_ACCESS_TOKEN, and what they may read";
        calls.wrong(CallOutcome.UNAUTHORIZED, why);
        tokens.refused(reply.token());
        return pauses.pause(refusals.pausedUntil(reply.asked()), reply.asked(), why);
    }

    private Mono<Answer> noToken(AccessTokens.NoToken none) {
        return pauses.pause(none.until, clock.instant(), none.why);
    }
}
