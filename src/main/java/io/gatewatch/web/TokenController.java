package io.gatewatch.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatewatch.access.ApiToken;
import io.gatewatch.access.ApiTokens;
import io.gatewatch.access.Caller;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
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

/** Tokens for programs: made, listed, revoked. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {

    private static final String PATH = "/api/v1/tokens/";

    private final ApiTokens tokens;
    private final StrictJson json;
    private final Clock clock;

    TokenController(ApiTokens tokens, StrictJson json, Clock clock) {
        this.tokens = tokens;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A token as it is shown.
     *
     * @param token the secret itself, in the answer that made it and never again
     */
    record Shown(
            long id,
            String name,
            String role,
            List<String> gateways,
            Instant createdAt,
            String createdBy,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String token) {

        static Shown of(ApiToken token, @Nullable String secret) {
            return new Shown(
                    token.id(),
                    token.name(),
                    token.role(),
                    token.scope().patterns(),
                    token.createdAt(),
                    token.createdBy(),
                    token.expiresAt(),
                    token.lastUsedAt(),
                    secret);
        }
    }

    @PostMapping
    ResponseEntity<Shown> make(Caller caller, @RequestBody JsonNode body) {
        TokenRequest.Checked asked = json.read(body, TokenRequest.class).checked(clock.instant());
        ApiToken.Made made = tokens.make(asked.name(), asked.role(), asked.scope(), asked.expiresAt(), caller.name())
                .orElseThrow(() -> Refusal.conflict(
                        "There are " + ApiTokens.MOST + " tokens; revoke those that are not needed any more."));
        return ResponseEntity.created(URI.create(PATH + made.token().id())).body(Shown.of(made.token(), made.secret()));
    }

    @GetMapping
    Page<Shown> list(@RequestParam @Nullable String limit, @RequestParam @Nullable String cursor) {
        int most = Params.limit(limit);
        Long below = Cursor.read(cursor, 1, parts -> Long.valueOf(parts.get(0)));
        return Page.of(
                tokens.page(below, most + 1), most, token -> Shown.of(token, null), token -> Cursor.of(token.id()));
    }

    @GetMapping("/{id}")
    Shown one(@PathVariable String id) {
        return tokens.find(number(id))
                .map(token -> Shown.of(token, null))
                .orElseThrow(() -> Refusal.unknown("token", id));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(@PathVariable String id) {
        if (!tokens.revoke(number(id))) {
            throw Refusal.unknown("token", id);
        }
        return ResponseEntity.noContent().build();
    }

    private static long number(String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw Refusal.unknown("token", id);
        }
        return Long.parseLong(id);
    }
}
