package io.gatewatch.simulator;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One answer, exactly as it goes over the wire, or the way in which it does not. */
public record ScriptedAnswer(int status, Map<String, String> headers, byte[] body, Fault fault) {

    /** What the network does to an answer. */
    public enum Fault {
        NONE,
        STALL,
        RESET,
        TRUNCATED,
        HALTED
    }

    private static final byte[] NOTHING = new byte[0];

    public static ScriptedAnswer of(int status, Map<String, String> headers, byte[] body) {
        return new ScriptedAnswer(status, headers, body, Fault.NONE);
    }

    public static ScriptedAnswer json(int status, String body) {
        return of(status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    /** As proxies speak: 502, 503 and 504 come like this. */
    public static ScriptedAnswer text(int status, String body) {
        return of(status, Map.of("Content-Type", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to an address that Central does not have. */
    public static ScriptedAnswer routeNotFound() {
        return json(404, "{\"message\": \"404 Route Not Found\"}");
    }

    /** No byte comes and the connection stays open. */
    public static ScriptedAnswer stall() {
        return new ScriptedAnswer(0, Map.of(), NOTHING, Fault.STALL);
    }

    /** The connection is reset before the first byte. */
    public static ScriptedAnswer reset() {
        return new ScriptedAnswer(0, Map.of(), NOTHING, Fault.RESET);
    }

    /** The header promises this whole body, half of it comes, and the connection ends. */
    public static ScriptedAnswer truncated(String json) {
        var whole = json(200, json);
        return new ScriptedAnswer(200, whole.headers(), whole.body(), Fault.TRUNCATED);
    }

    /** The header promises this whole body, half of it comes, and the connection stays open. */
    public static ScriptedAnswer halted(String json) {
        var whole = json(200, json);
        return new ScriptedAnswer(200, whole.headers(), whole.body(), Fault.HALTED);
    }

    /** This answer with one header more. */
    public ScriptedAnswer with(String name, String value) {
        return with(Map.of(name, value));
    }

    ScriptedAnswer with(Map<String, String> more) {
        var all = new HashMap<>(headers);
        all.putAll(more);
        return new ScriptedAnswer(status, all, body, fault);
    }
}
