package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Only the end ends the threads that poll. */
class LoopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicBoolean goesOn = new AtomicBoolean(true);
    private final AtomicInteger turns = new AtomicInteger();
    private final CountDownLatch second = new CountDownLatch(1);

    private void firstFails(Loop.Turn first) throws InterruptedException {
        if (turns.incrementAndGet() == 1) {
            first.take();
        }
        second.countDown();
        TimeUnit.MILLISECONDS.sleep(1);
    }

    private Loop begun(Loop.Turn first) {
        Loop loop = new Loop("trying", goesOn::get, () -> firstFails(first));
        loop.start();
        return loop;
    }

    private void expectSecondTurn() throws InterruptedException {
        assertThat(second.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void end() {
        goesOn.set(false);
    }

    @Test
    void anErrorDoesNotEndIt() throws InterruptedException {
        Loop loop = begun(() -> {
            throw new StackOverflowError("of a parser");
        });
        expectSecondTurn();
        assertThat(loop.isAlive()).isTrue();
    }

    @Test
    void anInterruptDoesNotEndIt() throws InterruptedException {
        Loop loop = begun(() -> {
            Thread.currentThread().interrupt();
            TimeUnit.SECONDS.sleep(1);
        });
        expectSecondTurn();
        assertThat(loop.isAlive()).isTrue();
    }

    @Test
    void theEndEndsIt() throws InterruptedException {
        Loop loop = begun(() -> {});
        expectSecondTurn();
        goesOn.set(false);
        loop.join(PATIENCE);
        assertThat(loop.isAlive()).isFalse();
    }
}
