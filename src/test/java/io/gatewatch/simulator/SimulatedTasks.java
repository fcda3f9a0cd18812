package io.gatewatch.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The tests Central still remembers; ids and outcomes follow from the seed and the order of the starts. */
final class SimulatedTasks {

    private final Clock clock;
    private final long seed;
    private final AtomicLong started = new AtomicLong();
    private final Map<String, SimulatedTask> byTaskId = new ConcurrentHashMap<>();
    private volatile Duration memory = Duration.ofMinutes(10);

    SimulatedTasks(Clock clock, long seed) {
        this.clock = clock;
        this.seed = seed;
    }

    void forgetAfter(Duration memory) {
        this.memory = memory;
    }

    SimulatedTask start(SimulatedGateway gateway, String protocol, String url, int count) {
        var now = clock.instant();
        var name = "gatewatch " + seed + " " + started.incrementAndGet();
        var taskId = UUID.nameUUIDFromBytes(name.getBytes()).toString();
        var course = Course.drawn(new Random(seed ^ taskId.hashCode()), gateway.character(), now, count);
        var test = new SimulatedTask(taskId, gateway.serial(), protocol, url, now, course);
        byTaskId.values().removeIf(earlier -> forgotten(earlier, now));
        byTaskId.put(taskId, test);
        return test;
    }

    Optional<SimulatedTask> find(String taskId) {
        return Optional.ofNullable(byTaskId.get(taskId)).filter(test -> !forgotten(test, clock.instant()));
    }

    private boolean forgotten(SimulatedTask test, Instant now) {
        return !now.isBefore(test.endsAt().plus(memory));
    }
}
