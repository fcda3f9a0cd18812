package io.gatewatch.central;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import reactor.core.publisher.Mono;

/** Understands what Central answers, and heeds what it says of limits and credentials beside that. */
class Replies {

    private static final int KEPT_OF_UNREADABLE = 64 * 1024;

    private final AccessTokens tokens;
    private final Pace pace;
    private final Pauses pauses;
    private final Calls calls;
    private final Clock clock;
    private final Refusals refusals;

    Replies(AccessTokens tokens, Pace pace, Pauses pauses, Calls calls, Clock clock) {
        this.tokens = tokens;
        this.pace = pace;
        this.pauses = pauses;
        this.calls = calls;
        this.clock = clock;
        this.refusals = new Refusals(pace, clock);
    }

    /** What an answer means for the task, after all calls were held or paused as it says. */
    Mono<Answer> understood(Reply reply) {
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
}
