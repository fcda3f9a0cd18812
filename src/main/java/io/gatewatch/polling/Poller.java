package io.gatewatch.polling;

import io.gatewatch.central.CentralProperties;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the rounds going: one thread leases and asks, another settles, so that a slow answer or a slow database holds up
 * nothing else.
 */
@Component
@ConditionalOnProperty(name = "gatewatch.polling.enabled", havingValue = "true", matchIfMissing = true)
class Poller implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Poller.class);

    /** As many as there are connections to Central. */
    private static final int MOST_ASKED = 256;

    private static final int LEAST_ASKED = 16;

    /** While some answers are written, so many times as many tasks may be asked about. */
    private static final int UNSETTLED = 4;

    /** The share of the heap for answers under way, were all as long as they may be, and again for those that wait. */
    private static final int SHARE_OF_HEAP = 8;

    private static final Duration TICK = Duration.ofMillis(250);

    /** As long as a call to Central takes at most; what is not written by then is given back. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    private final Round round;
    private final int mostAsked;
    private final UnderWay underWay;
    private final Loop asker = new Loop("asking", this::isLeasing, this::ask);
    private final Loop settler = new Loop("settling", this::isSettling, this::settle);
    private volatile boolean running;
    private volatile boolean leasing;
    private volatile boolean answersCome;
    private volatile boolean givenUp;

    @Autowired
    Poller(Round round, CentralProperties central) {
        this(round, central.maxResponseSize().toBytes(), Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /**
     * Not begun yet.
     *
     * @param longest an answer at most, in bytes
     * @param memory for answers under way, and again for those that wait to be written, in bytes
     */
    Poller(Round round, long longest, long memory) {
        this.round = round;
        this.mostAsked = (int) Math.max(LEAST_ASKED, Math.min(MOST_ASKED, memory / longest));
        this.underWay = new UnderWay(mostAsked, UNSETTLED * mostAsked, memory);
    }

    @Override
    public void start() {
        running = true;
        leasing = true;
        answersCome = true;
        asker.start();
        settler.start();
    }

    /** Beside the web server, which lets its own calls end meanwhile. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Whether both threads live, or are not to. */
    boolean isAlive() {
        return !leasing || (asker.isAlive() && settler.isAlive());
    }

    @Override
    public void stop(Runnable stopped) {
        new Thread(() -> stopAndSay(stopped), "gatewatch-stopping").start();
    }

    private void stopAndSay(Runnable stopped) {
        try {
            stop();
        } finally {
            stopped.run();
        }
    }

    /** Stops leasing, lets the answers under way come and be settled, and gives the rest back. */
    @Override
    public void stop() {
        long end = System.nanoTime() + STOP_WITHIN.toNanos();
        leasing = false;
        try {
            asker.join(until(end));
            underWay.awaitAnswers(until(end));
            answersCome = false;
            settler.join(until(end));
        } catch (InterruptedException e) {
            log.debug("Interrupted while stopping; what is under way is given back", e);
        }
        givenUp = true;
        giveBack(underWay.unsettled());
        running = false;
    }

    private static Duration until(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private void giveBack(List<LeasedTask> rest) {
        try {
            round.release(rest);
            log.info("Polling stopped; {} tasks without an answer are given back", rest.size());
        } catch (RuntimeException e) {
            log.warn(
                    "Polling stopped; {} tasks could not be given back and are asked when their leases run out",
                    rest.size(),
                    e);
        }
    }

    private boolean isLeasing() {
        return leasing;
    }

    private boolean isSettling() {
        return !givenUp && (answersCome || underWay.isAnswered());
    }

    /** Where all the room was taken more is likely due: the next lease then waits for room, and not for the tick. */
    private void ask() throws InterruptedException {
        int room = underWay.awaitRoom(1, TICK);
        List<Round.Ask> asks = room == 0 ? List.of() : round.lease(room);
        underWay.leased(asks.stream().map(Round.Ask::task).toList());
        asks.forEach(this::begin);
        if (room > 0 && asks.size() == room) {
            underWay.awaitRoom(mostAsked / 2, TICK);
        } else {
            TimeUnit.MILLISECONDS.sleep(TICK.toMillis());
        }
    }

    private void begin(Round.Ask ask) {
        try {
            ask.answer().subscribe(underWay::answered, fault -> unanswered(ask, fault));
        } catch (Throwable fault) {
            unanswered(ask, fault);
        }
    }

    private void unanswered(Round.Ask ask, Throwable fault) {
        underWay.unanswered(ask.task());
        log.warn(
                "Asking about task {} failed unforeseen; it is asked again after its lease",
                ask.task().taskId(),
                fault);
    }

    private void settle() throws InterruptedException {
        List<Asked> answers = underWay.toSettle(2 * mostAsked, TICK);
        if (!answers.isEmpty()) {
            round.settle(answers);
            underWay.settled();
        }
    }
}
