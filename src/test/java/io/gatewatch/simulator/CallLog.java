package io.gatewatch.simulator;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The calls that were answered, the newest ten thousand of them. */
final class CallLog {

    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Deque<RecordedCall> calls = new ArrayDeque<>();

    CallLog(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(HttpRequest request, int status) {
        if (calls.size() == REMEMBERED) {
            calls.removeFirst();
        }
        boolean authorized = !request.header("authorization").isEmpty();
        calls.add(new RecordedCall(clock.instant(), request.method(), request.path(), status, authorized));
    }

    synchronized List<RecordedCall> all() {
        return List.copyOf(calls);
    }
}
