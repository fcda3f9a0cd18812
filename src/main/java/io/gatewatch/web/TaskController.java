package io.gatewatch.web;

import io.gatewatch.central.TestAddress;
import io.gatewatch.polling.PendingTasks;
import io.gatewatch.polling.Registration;
import io.gatewatch.polling.Task;
import io.gatewatch.polling.TaskState;
import io.gatewatch.polling.TasksQuestion;
import io.gatewatch.results.GatewayScope;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Tasks: handed in, looked at, cancelled, tried again. */
@RestController
@RequestMapping("/api/v1/tasks")
class TaskController {

    private static final String PATH = "/api/v1/tasks/";

    private final PendingTasks tasks;
    private final StrictJson json;

    TaskController(PendingTasks tasks, StrictJson json) {
        this.tasks = tasks;
        this.json = json;
    }

    /** 201 for a new task, 200 for one that is there already, 409 when the id is another's, 404 outside the scope. */
    @PostMapping
    ResponseEntity<Task> register(GatewayScope scope, @RequestBody JsonNode body) {
        Registration registration = json.read(body, TaskRequest.class).registration();
        String serialNumber = registration.address().serialNumber();
        if (!scope.holds(serialNumber)) {
            throw Refusal.unknown("gateway", serialNumber);
        }
        Registration.Answer answer = tasks.await(List.of(registration)).get(0);
        Task task = answer.task();
        return switch (answer.status()) {
            case CREATED ->
                ResponseEntity.created(URI.create(PATH + task.taskId())).body(task);
            case EXISTS -> ResponseEntity.ok(task);
            case CONFLICT -> throw Refusal.conflict(TaskBatch.conflict(task, scope));
        };
    }

    /** Up to 1,000 tasks; each gets its own result, in the order sent. */
    @PostMapping("/batch")
    TaskBatch.Results registerAll(GatewayScope scope, @RequestBody JsonNode body) {
        return new TaskBatch(tasks, json, scope).register(body);
    }

    @GetMapping
    Page<Task> list(
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String serialNumber,
            @RequestParam @Nullable String limit,
            @RequestParam @Nullable String cursor) {
        int most = Params.limit(limit);
        TaskState wanted = Params.read(
                        state,
                        "state",
                        "must be pending, finished, notFound, expired, rejected, unreadable or cancelled",
                        text -> TaskState.of(text).orElseThrow())
                .orElse(null);
        TasksQuestion.Position after = Cursor.read(cursor, 2, TaskController::position);
        List<Task> found = tasks.page(new TasksQuestion(wanted, Params.serialNumber(serialNumber), after), most + 1);
        return Page.of(found, most, task -> task, task -> Cursor.of(task.registeredAt(), task.taskId()));
    }

    private static TasksQuestion.Position position(List<String> parts) {
        if (!parts.get(1).matches(TestAddress.TASK_ID)) {
            throw new IllegalArgumentException("No task id");
        }
        return new TasksQuestion.Position(Params.parseInstant(parts.get(0)), parts.get(1));
    }

    @GetMapping("/{taskId}")
    Task one(@PathVariable String taskId) {
        return tasks.find(taskId).orElseThrow(() -> Refusal.unknown("task", taskId));
    }

    /** 204 when the task no longer waits for a result; 409 when it has one. */
    @DeleteMapping("/{taskId}")
    ResponseEntity<Void> cancel(@PathVariable String taskId) {
        check(tasks.cancel(taskId), taskId, "is finished; its test is kept");
        return ResponseEntity.noContent().build();
    }

    /** 202 for a task that ended without a result; 409 for others. */
    @PostMapping("/{taskId}/retry")
    ResponseEntity<Task> retry(@PathVariable String taskId) {
        check(
                tasks.retry(taskId),
                taskId,
                "is pending or finished; only one that ended without a result is tried again");
        return ResponseEntity.accepted().body(one(taskId));
    }

    private static void check(PendingTasks.Change change, String taskId, String why) {
        switch (change) {
            case DONE -> {}
            case UNKNOWN -> throw Refusal.unknown("task", taskId);
            case REFUSED -> throw Refusal.conflict("Task " + taskId + " " + why + ".");
        }
    }
}
