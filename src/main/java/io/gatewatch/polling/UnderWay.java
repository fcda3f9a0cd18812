package io.gatewatch.polling;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What this replica has leased and not settled yet: tasks being asked about, and answers that wait to be written. Both
 * are bounded; what has no room here waits in the table, so that slow answers and a slow database push back.
 */
final class UnderWay {

    private final int mostAsked;
    private final int mostUnsettled;
    private final long mostBytes;
    private final Set<LeasedTask> asked = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Asked> answered = new ArrayDeque<>();
    private final List<Asked> beingSettled = new ArrayList<>();
    private long bytes;

    /**
     * Nothing is under way yet.
     *
     * @param mostAsked asks at once
     * @param mostUnsettled leased tasks at once, asked or answered
     * @param mostBytes of answers that wait to be written; beyond them nothing more is asked
     */
    UnderWay(int mostAsked, int mostUnsettled, long mostBytes) {
        this.mostAsked = mostAsked;
        this.mostUnsettled = mostUnsettled;
        this.mostBytes = mostBytes;
    }

    /** How many more tasks may be leased now. */
    synchronized int room() {
        if (bytes > mostBytes) {
            return 0;
        }
        int unsettled = asked.size() + answered.size() + beingSettled.size();
        return Math.max(0, Math.min(mostAsked - asked.size(), mostUnsettled - unsettled));
    }

    /** Waits until there is room for so many, but not longer than that; returns the room there is then. */
    synchronized int awaitRoom(int wanted, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        long left = most.toNanos();
        while (room() < wanted && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        return room();
    }

    synchronized void leased(Collection<LeasedTask> tasks) {
        asked.addAll(tasks);
    }

    synchronized void answered(Asked answer) {
        asked.remove(answer.task());
        answered.add(answer);
        bytes += answer.size();
        notifyAll();
    }

    /** No answer will come: the lease runs out by itself. */
    synchronized void unanswered(LeasedTask task) {
        asked.remove(task);
        notifyAll();
    }

    /** The answers to settle now, at most so many: the same again until they are {@link #settled}; none in time is none. */
    synchronized List<Asked> toSettle(int most, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        while (beingSettled.isEmpty() && answered.isEmpty() && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        while (beingSettled.size() < most && !answered.isEmpty()) {
            beingSettled.add(answered.remove());
        }
        return List.copyOf(beingSettled);
    }

    synchronized void settled() {
        bytes -= beingSettled.stream().mapToLong(Asked::size).sum();
        beingSettled.clear();
        notifyAll();
    }

    synchronized boolean isAnswered() {
        return !answered.isEmpty() || !beingSettled.isEmpty();
    }

    /** Waits until nothing is asked about any more, but not longer than that. */
    synchronized void awaitAnswers(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        long left = most.toNanos();
        while (!asked.isEmpty() && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
    }

    /** All that was leased and is not settled. */
    synchronized List<LeasedTask> unsettled() {
        List<LeasedTask> all = new ArrayList<>(asked);
        answered.forEach(answer -> all.add(answer.task()));
        beingSettled.forEach(answer -> all.add(answer.task()));
        return all;
    }
}
