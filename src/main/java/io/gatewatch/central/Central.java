package io.gatewatch.central;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The door to Central: asks once for the state of a test and says what came of it. Retries are the asker's. */
@Component
public class Central {

    private static final Logger log = LoggerFactory.getLogger(Central.class);

    /** How long nothing is called after the credentials were refused twice; doubled as long as they are. */
    private static final Duration REFUSED = Duration.ofSeconds(15);

    /** The pause without a hint while the database, which knows how often it was doubled, is away. */
    private static final Duration UNWRITTEN = Duration.ofSeconds(10);

    private static final int LONGEST_DOUBLING = 4;
    private static final int KEPT_OF_UNREADABLE = 64 * 1024;

    /** Ours and theirs never agree to the second, and their header says no more. */
    private static final Duration CLOCKS_AGREE = Duration.ofSeconds(2);

    /** What a call came to, as the metrics have it. */
    enum Outcome {
        OK,
        RATE_LIMITED,
        UNAUTHORIZED,
        NOT_FOUND,
        REJECTED,
        SERVER_ERROR,
        NETWORK_ERROR,
        UNREADABLE
    }

    private final WebClient client;
    private final AccessTokens tokens;
    private final Pace pace;
    private final CentralProperties properties;
    private final Clock clock;
    private final Map<Outcome, Counter> calls = new EnumMap<>(Outcome.class);
    private final AtomicInteger refusals = new AtomicInteger();

    Central(
            WebClient centralWebClient,
            AccessTokens tokens,
            Pace pace,
            CentralProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.client = centralWebClient;
        this.tokens = tokens;
        this.pace = pace;
        this.properties = properties;
        this.clock = clock;
        for (Outcome outcome : Outcome.values()) {
            calls.put(outcome, counter(outcome, meters));
        }
    }

    /**
     * Asks for a test at the moment that the pace gave. Never fails: what goes wrong is an answer, too.
     *
     * @param moment one of {@link Pace#take}
     */
    public Mono<Answer> ask(TestAddress address, Instant moment) {
        Duration wait = Duration.between(clock.instant(), moment);
        Mono<Answer> ask = Mono.defer(() -> askNow(address));
        Mono<Answer> timely =
                wait.isNegative() || wait.isZero() ? ask : Mono.delay(wait).then(ask);
        return timely.onErrorResume(AccessTokens.NoToken.class, this::noToken).onErrorResume(fault -> {
            log.debug("Asking for {} failed; it is asked again", address, fault);
            return Mono.just(counted(Outcome.NETWORK_ERROR, new Answer.Unavailable(WireFaults.inShort(fault))));
        });
    }

    private Mono<Answer> askNow(TestAddress address) {
        Instant now = clock.instant();
        Instant pausedUntil = pace.pausedUntil();
        if (pausedUntil.isAfter(now)) {
            return Mono.just(new Answer.Paused(pausedUntil, "Calls are paused"));
        }
        return tokens.current().flatMap(token -> call(address, token, now));
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

    /** An answer as it came off the wire. */
    private record Reply(ClientResponse response, Body body, AccessTokens.Token token, Instant asked) {

        int status() {
            return response.statusCode().value();
        }

        /** Its words; should they repeat the token, that goes no further. */
        CentralError error() {
            return CentralError.read(body.text().replace(token.value, "(the token)"));
        }

        HttpHeaders headers() {
            return response.headers().asHttpHeaders();
        }
    }

    private Mono<Answer> understood(Reply reply) {
        int status = reply.status();
        if (status == 429) {
            return rateLimited(reply);
        }
        WaitHint.whenSpent(reply.headers(), clock.instant())
                .ifPresent(wait -> pace.hold(clock.instant().plus(wait)));
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

    private Mono<Answer> document(Reply reply) {
        Answer answer = reply.body.flaw().isEmpty()
                ? WireDocument.read(reply.body.text(), ahead(reply.headers()))
                : new Answer.Unreadable("Central's answer " + reply.body.flaw(), CleanText.of(reply.body.text()));
        if (!(answer instanceof Answer.Unreadable unreadable)) {
            accepted(reply);
            return Mono.just(counted(Outcome.OK, answer));
        }
        CentralError error = reply.error();
        return error.saysTokenExpired() && error.isObject()
                ? unauthorized(reply, error)
                : Mono.just(unreadable(unreadable.why(), unreadable.text()));
    }

    private Answer unreadable(String why, String text) {
        return counted(Outcome.UNREADABLE, new Answer.Unreadable(why, CleanText.firstBytes(text, KEPT_OF_UNREADABLE)));
    }

    /** Only an answer about the task shows that the token was good; a proxy in between shows nothing. */
    private void accepted(Reply reply) {
        reply.token.accepted();
        refusals.set(0);
    }

    private Answer failure(Reply reply, CentralError error) {
        int status = reply.status();
        String said = "Central answered " + status + " (" + error.inShort() + ")";
        if (status >= 500 || status == 408) {
            return counted(Outcome.SERVER_ERROR, new Answer.Unavailable(said));
        }
        if (status == 404) {
            return counted(Outcome.NOT_FOUND, notFound(reply, error, said));
        }
        if (status == 400 && error.isObject() && reply.body.flaw().isEmpty()) {
            accepted(reply);
            return counted(Outcome.REJECTED, new Answer.Rejected(said, error.body()));
        }
        if (status == 400 || status < 300) {
            return unreadable(said, error.body());
        }
        return counted(Outcome.REJECTED, new Answer.Unavailable(said + ": nothing is known to help but to ask again"));
    }

    private Answer notFound(Reply reply, CentralError error, String said) {
        if (!error.saysTaskNotFound()) {
            return new Answer.Unavailable(said + ": check gatewatch.central.base-url and api-version");
        }
        accepted(reply);
        return new Answer.NotFound(said);
    }

    private Mono<Answer> rateLimited(Reply reply) {
        counted(Outcome.RATE_LIMITED);
        Instant until = WaitHint.of(reply.headers(), clock.instant())
                .map(clock.instant()::plus)
                .orElse(null);
        return paused(until, reply.asked, "Central says that the account's call limit is reached (429)");
    }

    private Mono<Answer> unauthorized(Reply reply, CentralError error) {
        if (tokens.refused(reply.token)) {
            return Mono.just(counted(Outcome.UNAUTHORIZED, new Answer.TokenExpired()));
        }
        return refused(reply, error);
    }

    private Mono<Answer> refused(Reply reply, CentralError error) {
        counted(Outcome.UNAUTHORIZED);
        tokens.refused(reply.token);
        return paused(
                refusedUntil(reply.asked),
                reply.asked,
                "Central refuses our credentials (" + reply.status() + ", " + error.inShort()
                        + "); check CENTRAL_CLIENT_ID and CENTRAL_CLIENT_SECRET, or CENTRAL_ACCESS_TOKEN,"
                        + " and what they may read");
    }

    /** The refusals of one burst are one. */
    private synchronized Instant refusedUntil(Instant asked) {
        if (asked.isBefore(pace.pausedUntil())) {
            return pace.pausedUntil();
        }
        Duration rest = REFUSED.multipliedBy(1L << Math.min(refusals.getAndIncrement(), LONGEST_DOUBLING));
        pace.hold(clock.instant().plus(rest));
        return pace.pausedUntil();
    }

    private Mono<Answer> noToken(AccessTokens.NoToken none) {
        return paused(none.until, clock.instant(), none.why);
    }

    /** This replica holds at once; the row that all replicas read is not written on the network's threads. */
    private Mono<Answer> paused(@Nullable Instant until, Instant asked, String why) {
        if (until != null) {
            pace.hold(until);
        }
        return Mono.fromCallable(() -> pace.pause(until, asked, why))
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorResume(fault -> Mono.fromSupplier(() -> pausedHere(until, fault)))
                .map(end -> new Answer.Paused(end, why));
    }

    /** Without the database the other replicas learn it from Central itself. */
    private Instant pausedHere(@Nullable Instant until, Throwable fault) {
        log.debug("The pause could not be written; it holds for this replica alone", fault);
        Instant end = until != null ? until : clock.instant().plus(UNWRITTEN);
        pace.hold(end);
        return end;
    }

    private Duration ahead(HttpHeaders headers) {
        Instant theirs = WaitHint.httpDate(headers, HttpHeaders.DATE);
        if (theirs == null) {
            return Duration.ZERO;
        }
        Duration ahead = Duration.between(clock.instant(), theirs);
        return ahead.abs().compareTo(CLOCKS_AGREE) < 0 ? Duration.ZERO : ahead;
    }

    private <A extends Answer> A counted(Outcome outcome, A answer) {
        counted(outcome);
        return answer;
    }

    private void counted(Outcome outcome) {
        Objects.requireNonNull(calls.get(outcome)).increment();
    }

    private static Counter counter(Outcome outcome, MeterRegistry meters) {
        return Counter.builder("gatewatch.central.requests")
                .description("Calls to Central by what they came to")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }
}
