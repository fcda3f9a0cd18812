package io.gatewatch.polling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the rounds going: one thread leases and asks, another settles, so that a slow answer or a slow database holds up
 * nothing else. What is under way is bounded; the rest waits in the table.
 */
@Component
@ConditionalOnProperty(name = "gatewatch.polling.enabled", havingValue = "true", matchIfMissing = true)
class Poller implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Poller.class);

    private static final int UNDER_WAY = 256;
    private static final int BATCH = 500;
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration REST_AFTER_FAULT = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    private final Round round;
    private final Map<LeasedTask, Boolean> underWay = new ConcurrentHashMap<>();
    private final BlockingQueue<Asked> answers = new LinkedBlockingQueue<>();
    private volatile boolean leasing;
    private volatile boolean settling;
    private volatile boolean troubled;
    private Thread asker = new Thread();
    private Thread settler = new Thread();

    Poller(Round round) {
        this.round = round;
    }

    @Override
    public void start() {
        leasing = true;
        settling = true;
        asker = new Thread(this::askUntilStopped, "gatewatch-asker");
        settler = new Thread(this::settleUntilStopped, "gatewatch-settler");
        asker.start();
        settler.start();
    }

    /** Stops leasing, lets the answers under way come and be settled, and gives the rest back. */
    @Override
    public void stop() {
        leasing = false;
        long end = System.nanoTime() + STOP_WITHIN.toNanos();
        try {
            asker.join(STOP_WITHIN.toMillis());
            while (!underWay.isEmpty() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            settling = false;
            settler.join(STOP_WITHIN.toMillis());
            List<LeasedTask> rest = List.copyOf(underWay.keySet());
            round.release(rest);
            log.info("Polling stopped; {} tasks without an answer are given back", rest.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return settling;
    }

    private void askUntilStopped() {
        while (leasing) {
            pause(attempt("asking", this::ask) ? TICK : REST_AFTER_FAULT);
        }
    }

    private void ask() {
        int room = UNDER_WAY - underWay.size();
        if (room <= 0) {
            return;
        }
        for (Round.Ask ask : round.lease(room)) {
            underWay.put(ask.task(), true);
            ask.answer().subscribe(answers::add, fault -> underWay.remove(ask.task()), () -> {});
        }
    }

    private void settleUntilStopped() {
        List<Asked> batch = new ArrayList<>();
        while (settling || !answers.isEmpty()) {
            if (batch.isEmpty() && !drainTo(batch)) {
                continue;
            }
            if (attempt("settling", () -> round.settle(batch))) {
                batch.forEach(asked -> underWay.remove(asked.task()));
                batch.clear();
            } else if (settling) {
                pause(REST_AFTER_FAULT);
            } else {
                return;
            }
        }
    }

    private boolean drainTo(List<Asked> batch) {
        try {
            Asked first = answers.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
            if (first == null) {
                return false;
            }
            batch.add(first);
            answers.drainTo(batch, BATCH - 1);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private boolean attempt(String what, Runnable work) {
        try {
            work.run();
            if (troubled) {
                troubled = false;
                log.info("Polling goes on");
            }
            return true;
        } catch (RuntimeException e) {
            if (!troubled) {
                troubled = true;
                log.warn("Polling cannot go on with {}; it is tried every second and nothing is lost", what, e);
            } else {
                log.debug("Still not {}", what, e);
            }
            return false;
        }
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
