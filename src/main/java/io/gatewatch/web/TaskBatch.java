package io.gatewatch.web;

import io.gatewatch.central.TestAddress;
import io.gatewatch.polling.PendingTasks;
import io.gatewatch.polling.Registration;
import io.gatewatch.polling.Task;
import io.gatewatch.results.GatewayScope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Many tasks handed in at once; one that is wrong stops no other. */
final class TaskBatch {

    private static final int MOST = 1000;
    private static final int LONGEST_ECHO = 256;

    private final PendingTasks tasks;
    private final StrictJson json;
    private final GatewayScope scope;

    TaskBatch(PendingTasks tasks, StrictJson json, GatewayScope scope) {
        this.tasks = tasks;
        this.json = json;
        this.scope = scope;
    }

    /** One result for each task, in the order sent. */
    record Results(List<Result> results) {}

    /**
     * @param status {@code created}, {@code exists}, {@code invalid} or {@code conflict}
     * @param message what to do about one that is invalid or in conflict
     */
    record Result(
            @Nullable String taskId,
            String status,
            @Nullable String message) {}

    /** What was read of one item: a registration, or why there is none. */
    private record Item(
            @Nullable Registration registration, @Nullable Result invalid) {}

    Results register(JsonNode body) {
        JsonNode sent = body.path("tasks");
        if (!body.isObject() || !sent.isArray()) {
            throw new InvalidRequest("tasks", "must be a list of tasks");
        }
        if (sent.size() > MOST) {
            throw new InvalidRequest("tasks", "must be at most " + MOST + "; send the rest in another batch");
        }
        List<Item> items = new ArrayList<>();
        sent.forEach(task -> items.add(read(task)));
        List<Registration> registrations = new ArrayList<>();
        for (Item item : items) {
            if (item.registration != null) {
                registrations.add(item.registration);
            }
        }
        Iterator<Registration.Answer> answers = tasks.await(registrations).iterator();
        return new Results(items.stream()
                .map(item -> item.invalid != null ? item.invalid : result(answers.next()))
                .toList());
    }

    /** No more than that the id is taken where the gateway that has it does not exist for the caller. */
    static String conflict(Task there, GatewayScope scope) {
        if (!scope.holds(there.serialNumber())) {
            return "Task id " + there.taskId() + " cannot be used.";
        }
        return "Task " + there.taskId() + " is known for gateway " + there.serialNumber() + " and protocol "
                + there.protocol().text() + ".";
    }

    private Item read(JsonNode task) {
        try {
            Registration registration = json.read(task, TaskRequest.class).registration();
            String serialNumber = registration.address().serialNumber();
            return scope.holds(serialNumber)
                    ? new Item(registration, null)
                    : new Item(null, new Result(id(task), "invalid", "There is no gateway " + serialNumber + "."));
        } catch (InvalidRequest e) {
            return new Item(null, new Result(id(task), "invalid", e.getMessage()));
        }
    }

    /** The id as it was sent, as far as it can be said back. */
    private static @Nullable String id(JsonNode task) {
        String id = task.path("taskId").asString(null);
        if (id == null) {
            String location = task.path("location").asString("");
            return TestAddress.ofLocation(location).map(TestAddress::taskId).orElse(null);
        }
        boolean sayable = id.length() <= LONGEST_ECHO
                && StandardCharsets.UTF_8.newEncoder().canEncode(id);
        return task.path("taskId").isString() && sayable ? id : null;
    }

    private Result result(Registration.Answer answer) {
        boolean conflict = answer.status() == Registration.Status.CONFLICT;
        return new Result(
                answer.task().taskId(),
                answer.status().name().toLowerCase(Locale.ROOT),
                conflict ? conflict(answer.task(), scope) : null);
    }
}
