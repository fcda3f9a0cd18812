package io.gatewatch.simulator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Every so-manieth call meets another answer than its own, and so many do in all. */
final class Disturbance {

    private final int every;
    private final int most;
    private final Supplier<ScriptedAnswer> answer;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger met = new AtomicInteger();

    Disturbance(int every, int most, Supplier<ScriptedAnswer> answer) {
        this.every = every;
        this.most = most;
        this.answer = answer;
    }

    /** What this call meets, or null when it is left alone. */
    ScriptedAnswer next() {
        boolean meets = calls.incrementAndGet() % every == 0 && met.incrementAndGet() <= most;
        return meets ? answer.get() : null;
    }

    int met() {
        return Math.min(met.get(), most);
    }
}
