package io.gatewatch.web;

import io.gatewatch.central.ApiVersion;
import io.gatewatch.central.CentralErrors;
import io.gatewatch.polling.PendingTasks;
import io.gatewatch.polling.Task;
import io.gatewatch.polling.TaskState;
import io.gatewatch.results.Tests;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers Central's own call from what is kept, so that programs made for Central can ask here, and for years. */
@RestController
class FacadeController {

    static final String PREFIX = "/network-troubleshooting/";

    private final PendingTasks tasks;
    private final Tests tests;

    FacadeController(PendingTasks tasks, Tests tests) {
        this.tasks = tasks;
        this.tests = tests;
    }

    @GetMapping(
            value = PREFIX
                    + "{version:v1alpha1|v1}/gateways/{serialNumber}/{protocol:https?}/async-operations/{taskId}",
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> poll(
            @PathVariable String version,
            @PathVariable String serialNumber,
            @PathVariable String protocol,
            @PathVariable String taskId) {
        return tasks.findKept(taskId)
                .filter(kept -> kept.task().serialNumber().equals(serialNumber))
                .filter(kept -> kept.task().protocol().text().equals(protocol))
                .flatMap(this::answer)
                .orElseGet(() -> ResponseEntity.status(HttpStatus.NOT_FOUND)
                        .body(CentralErrors.notFound(ApiVersion.of(version).orElseThrow(), taskId)));
    }

    private Optional<ResponseEntity<Object>> answer(Task.Kept kept) {
        Task task = kept.task();
        if (task.state() == TaskState.FINISHED) {
            return tests.document(kept.gatewayId(), Objects.requireNonNull(kept.observedAt()), task.taskId())
                    .map(ResponseEntity::ok);
        }
        if (task.state() == TaskState.REJECTED) {
            return Optional.ofNullable(kept.document())
                    .map(body -> ResponseEntity.badRequest().body(body));
        }
        if (task.state() == TaskState.PENDING) {
            return Optional.of(ResponseEntity.ok(kept.document() != null ? kept.document() : initiated(task)));
        }
        return Optional.empty();
    }

    private static Map<String, Object> initiated(Task task) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", "INITIATED");
        document.put("progressPercent", 0);
        document.put("startTime", task.registeredAt());
        return document;
    }
}
