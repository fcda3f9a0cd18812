package io.gatewatch.central;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lets the first call of this process go alone: until it has its answer, code, token and connections are cold, and calls
 * made meanwhile would reach Central in one heap, whatever moments they left at.
 */
class FirstCall {

    private @Nullable Mono<Answer> first;
    private volatile boolean answered;

    /** This ask as it is, or after the first one. */
    Mono<Answer> before(Mono<Answer> ask) {
        return answered ? ask : Mono.defer(() -> inTurn(ask));
    }

    private synchronized Mono<Answer> inTurn(Mono<Answer> ask) {
        if (first == null) {
            first = ask.doOnTerminate(() -> answered = true).cache();
            return first;
        }
        return first.onErrorComplete().then(ask);
    }
}
