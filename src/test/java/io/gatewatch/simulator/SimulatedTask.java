package io.gatewatch.simulator;

import java.time.Duration;
import java.time.Instant;

/** One test that Central was asked to run, and what it says about it at any time. */
record SimulatedTask(String taskId, String serial, String protocol, String url, Instant startedAt, Course course) {

    private static final Duration INITIATED_FOR = Duration.ofMillis(500);

    Instant endsAt() {
        return startedAt.plus(course.duration());
    }

    boolean answersTo(String serial, String protocol) {
        return this.serial.equals(serial) && this.protocol.equals(protocol);
    }

    String location(String version) {
        return "/network-troubleshooting/%s/gateways/%s/%s/async-operations/%s"
                .formatted(version, serial, protocol, taskId);
    }

    String status(Instant now) {
        if (!now.isBefore(endsAt())) {
            return course.ending().status;
        }
        return now.isBefore(startedAt.plus(INITIATED_FOR)) ? "INITIATED" : "RUNNING";
    }

    int progressPercent(Instant now) {
        long elapsed = Duration.between(startedAt, now).toMillis();
        long percent = 100 * elapsed / course.duration().toMillis();
        return switch (status(now)) {
            case "INITIATED" -> 0;
            case "RUNNING" -> (int) Math.max(1, Math.min(99, percent));
            default -> 100;
        };
    }
}
