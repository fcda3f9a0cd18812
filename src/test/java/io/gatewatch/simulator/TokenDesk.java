package io.gatewatch.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where clients get their bearer tokens, by HTTP Basic or by form fields. */
final class TokenDesk {

    private final Clock clock;
    private final String clientId;
    private final String clientSecret;
    private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Duration lifetime = Duration.ofHours(2);
    private volatile int failure;

    TokenDesk(Clock clock, String clientId, String clientSecret) {
        this.clock = clock;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    void lifetime(Duration lifetime) {
        this.lifetime = lifetime;
    }

    void fail(int status) {
        this.failure = status;
    }

    void revokeAll() {
        expiries.clear();
    }

    int calls() {
        return calls.get();
    }

    String issue() {
        var token = "simulated-" + UUID.randomUUID();
        expiries.put(token, clock.instant().plus(lifetime));
        return token;
    }

    boolean accepts(String authorization) {
        var expiry = authorization.startsWith("Bearer ") ? expiries.get(authorization.substring(7)) : null;
        return expiry != null && clock.instant().isBefore(expiry);
    }

    ScriptedAnswer answer(HttpRequest request) {
        calls.incrementAndGet();
        if (failure != 0) {
            return ScriptedAnswer.json(failure, "{\"error\": \"temporarily_unavailable\"}");
        }
        var form = form(request.body());
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return ScriptedAnswer.json(400, "{\"error\": \"unsupported_grant_type\"}");
        }
        return knows(request.header("authorization"), form)
                ? ScriptedAnswer.json(200, granted())
                : ScriptedAnswer.json(401, "{\"error\": \"invalid_client\"}");
    }

    private String granted() {
        return "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": %d}"
                .formatted(issue(), lifetime.toSeconds());
    }

    private boolean knows(String authorization, Map<String, String> form) {
        if (authorization.startsWith("Basic ")) {
            var pair = new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8);
            return decoded(pair).equals(clientId + ":" + clientSecret);
        }
        return clientId.equals(form.get("client_id")) && clientSecret.equals(form.get("client_secret"));
    }

    private static Map<String, String> form(String body) {
        return Stream.of(body.split("&"))
                .map(field -> field.split("=", 2))
                .filter(field -> field.length == 2)
                .collect(Collectors.toMap(field -> decoded(field[0]), field -> decoded(field[1]), (a, b) -> b));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
