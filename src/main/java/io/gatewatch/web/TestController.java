package io.gatewatch.web;

import io.gatewatch.polling.PendingTasks;
import io.gatewatch.results.Reading;
import io.gatewatch.results.StoredTest;
import io.gatewatch.results.Tests;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** One finished test, whole. */
@RestController
class TestController {

    private final PendingTasks tasks;
    private final Tests tests;
    private final Reading reading;

    TestController(PendingTasks tasks, Tests tests, Reading reading) {
        this.tasks = tasks;
        this.tests = tests;
        this.reading = reading;
    }

    /** Its task tells when it was observed; both are read at one moment. */
    @GetMapping("/api/v1/tests/{taskId}")
    StoredTest.Whole one(@PathVariable String taskId) {
        return reading.find(() -> tasks.findKept(taskId)
                        .flatMap(kept -> Optional.ofNullable(kept.observedAt())
                                .flatMap(observedAt -> tests.find(kept.gatewayId(), observedAt, taskId))))
                .orElseThrow(() -> Refusal.unknown("finished test", taskId));
    }
}
