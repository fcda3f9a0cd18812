package io.gatewatch.central;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Turns what an answer says of pauses into the pace: this replica holds at once; the row that all replicas read is not
 * written on the network's threads.
 */
class Pauses {

    private static final Logger log = LoggerFactory.getLogger(Pauses.class);

    /** The pause without a hint while the database, which knows how often it was doubled, is away. */
    private static final Duration UNWRITTEN = Duration.ofSeconds(10);

    /** One at a time: all the calls of a burst say the same, and must not take every connection to say it. */
    private final Scheduler writer = Schedulers.newBoundedElastic(1, Integer.MAX_VALUE, "gatewatch-pauses");

    private final Pace pace;
    private final Clock clock;
    private volatile Instant writtenUntil = Instant.MIN;

    Pauses(Pace pace, Clock clock) {
        this.pace = pace;
        this.clock = clock;
    }

    /** The answer to a call that has to wait like all others; see {@link Pace#pause}. */
    Mono<Answer> pause(@Nullable Instant until, Instant asked, String why) {
        return written(() -> pace.pause(until, asked, why), until, asked, why);
    }

    /** The same for a 429; see {@link Pace#slowDown}. */
    Mono<Answer> slowDown(@Nullable Instant until, Instant asked, String why) {
        return written(() -> pace.slowDown(until, asked, why), until, asked, why);
    }

    /** Writes down what was said beside an answer, which does not wait for it. */
    void note(Runnable note) {
        Mono.fromRunnable(note)
                .subscribeOn(writer)
                .subscribe(
                        done -> {}, fault -> log.debug("What Central says of its limits could not be written", fault));
    }

    private Mono<Answer> written(Callable<Instant> pause, @Nullable Instant until, Instant asked, String why) {
        if (until != null) {
            pace.hold(until);
        }
        return Mono.fromCallable(() -> isWritten(until, asked) ? writtenUntil : write(pause))
                .subscribeOn(writer)
                .onErrorResume(fault -> Mono.fromSupplier(() -> pausedHere(until, fault)))
                .map(end -> new Answer.Paused(end, why));
    }

    /** Another call of the same burst has said it. */
    private boolean isWritten(@Nullable Instant until, Instant asked) {
        return asked.isBefore(writtenUntil) && (until == null || !until.isAfter(writtenUntil));
    }

    private Instant write(Callable<Instant> pause) throws Exception {
        Instant end = pause.call();
        writtenUntil = end;
        return end;
    }

    /** Without the database the other replicas learn it from Central itself. */
    private Instant pausedHere(@Nullable Instant until, Throwable fault) {
        log.debug("The pause could not be written; it holds for this replica alone", fault);
        Instant end = until != null ? until : clock.instant().plus(UNWRITTEN);
        pace.hold(end);
        return end;
    }
}
