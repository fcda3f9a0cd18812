package io.gatewatch.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a test laid down that Central is to answer, whatever its own tests do. */
final class Fixtures {

    private record Held(String serial, String json) {}

    private final Map<String, Held> documents = new ConcurrentHashMap<>();
    private final Map<String, Deque<ScriptedAnswer>> scripts = new ConcurrentHashMap<>();

    void hold(String serial, String taskId, String json) {
        documents.put(taskId, new Held(serial, json));
    }

    void script(String taskId, ScriptedAnswer... answers) {
        scripts.put(taskId, new ArrayDeque<>(List.of(answers)));
    }

    Optional<ScriptedAnswer> answerFor(String serial, String taskId) {
        return next(taskId)
                .or(() -> Optional.ofNullable(documents.get(taskId))
                        .filter(held -> held.serial().equals(serial))
                        .map(held -> ScriptedAnswer.json(200, held.json())));
    }

    private Optional<ScriptedAnswer> next(String taskId) {
        return Optional.ofNullable(scripts.get(taskId)).map(Fixtures::take);
    }

    private static ScriptedAnswer take(Deque<ScriptedAnswer> script) {
        synchronized (script) {
            return script.size() > 1 ? script.poll() : script.peek();
        }
    }
}
