package io.gatewatch.polling;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that takes one turn after another until it is told to end. Whatever goes wrong in a turn, an {@link Error}
 * included, is said once and tried again every second: only the end ends it.
 */
final class Loop {

    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration REST_AFTER_FAULT = Duration.ofSeconds(1);

    private final String what;
    private final BooleanSupplier goesOn;
    private final Turn turn;
    private final Thread thread;
    private boolean troubled;

    /** One turn of the work; it waits by itself where there is nothing to do. */
    interface Turn {
        void take() throws InterruptedException;
    }

    /**
     * A loop that has not begun.
     *
     * @param what the work, as a log line says it: "asking"
     * @param goesOn asked before every turn
     */
    Loop(String what, BooleanSupplier goesOn, Turn turn) {
        this.what = what;
        this.goesOn = goesOn;
        this.turn = turn;
        this.thread = new Thread(this::run, "gatewatch-" + what);
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Waits so long for the end. */
    void join(Duration most) throws InterruptedException {
        thread.join(Math.max(1, most.toMillis()));
    }

    private void run() {
        while (goesOn.getAsBoolean()) {
            try {
                turn.take();
                relieved();
            } catch (InterruptedException e) {
                log.debug("Interrupted while {}; only the end of polling ends it", what, e);
            } catch (Throwable fault) {
                troubled(fault);
                rest();
            }
        }
    }

    private void relieved() {
        if (troubled) {
            troubled = false;
            log.info("Polling goes on with {}", what);
        }
    }

    private void troubled(Throwable fault) {
        if (troubled) {
            log.debug("Still not {}", what, fault);
            return;
        }
        troubled = true;
        log.warn("Polling cannot go on with {}; it is tried every second and nothing is lost", what, fault);
    }

    private void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(REST_AFTER_FAULT.toMillis());
        } catch (InterruptedException e) {
            log.debug("Interrupted while resting from {}", what, e);
        }
    }
}
