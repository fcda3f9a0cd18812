package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.ApiDocument;
import io.gatewatch.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Programs come with a token that an admin made for them, and only a hash of it is kept. */
class TokensTest extends World {

    private static final String TOKENS = "/api/v1/tokens";
    private static final String ME = "/api/v1/me";

    private RestTestClient.ResponseSpec makeAs(String user, String password, Map<String, ?> body) {
        return http.post()
                .uri(TOKENS)
                .headers(headers -> headers.setBasicAuth(user, password))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private JsonNode make(Map<String, ?> body) {
        return new JsonMapper()
                .readTree(makeAs("ada", "admin", body)
                        .expectStatus()
                        .isCreated()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }

    private JsonNode make(String role) {
        return make(Map.of("name", "a " + role, "role", role));
    }

    private RestTestClient.ResponseSpec getWith(String path, String token) {
        return http.get()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange();
    }

    private RestTestClient.ResponseSpec getAsAdmin(String path) {
        return http.get()
                .uri(path)
                .headers(headers -> headers.setBasicAuth("ada", "admin"))
                .exchange();
    }

    private void expectRefused(String token) {
        getWith(ME, token).expectStatus().isUnauthorized();
    }

    @Test
    void aTokenIsShownOnceAndOnlyItsHashIsKept() {
        JsonNode made = make("viewer");
        String secret = made.get("token").asString();
        assertThat(secret).matches("gw_[A-Za-z0-9_-]{43}");
        getAsAdmin(TOKENS + "/" + made.get("id").asLong())
                .expectBody(String.class)
                .value(text -> assertThat(text).contains("a viewer").doesNotContain("token", secret));
        getAsAdmin(TOKENS)
                .expectBody(String.class)
                .value(text -> assertThat(text).doesNotContain(secret));
        assertThat(jdbc.sql("select api_token::text from api_token")
                        .query(String.class)
                        .single())
                .doesNotContain(secret)
                .doesNotContain(secret.substring(3));
        assertThat(jdbc.sql("select hash from api_token").query(byte[].class).single())
                .isEqualTo(TokenDoor.hash(secret));
    }

    @Test
    void itsHolderIsWhoItSays() {
        String secret = make(Map.of("name", "ci", "role", "operator", "gateways", List.of("CNJJ*")))
                .get("token")
                .asString();
        getWith(ME, secret)
                .expectBody(String.class)
                .isEqualTo("{\"name\":\"token:ci\",\"roles\":[\"operator\",\"viewer\"],\"scope\":[\"CNJJ*\"]}");
    }

    @Test
    void onlyAnAdminOfAllGatewaysHandlesTokens() {
        Map<String, String> any = Map.of("name", "x", "role", "viewer");
        makeAs("vera", "viewer", any).expectStatus().isForbidden();
        makeAs("otto", "operator", Map.of()).expectStatus().isForbidden();
        String limited = make(Map.of("name", "x", "role", "admin", "gateways", List.of("CNJJ*")))
                .get("token")
                .asString();
        getWith(TOKENS, limited).expectStatus().isForbidden();
        getWith(TOKENS, make("admin").get("token").asString()).expectStatus().isOk();
        getWith(TOKENS, make("operator").get("token").asString()).expectStatus().isForbidden();
    }

    @Test
    void aRevokedTokenIsRefusedAtOnce() {
        JsonNode made = make("viewer");
        String secret = made.get("token").asString();
        getWith(ME, secret).expectStatus().isOk();
        delete(TOKENS + "/" + made.get("id").asLong()).expectStatus().isNoContent();
        expectRefused(secret);
        delete(TOKENS + "/" + made.get("id").asLong()).expectStatus().isNotFound();
    }

    @Test
    void anotherReplicaKnowsOfARevocationWithinSeconds() {
        String secret = make("viewer").get("token").asString();
        getWith(ME, secret).expectStatus().isOk();
        jdbc.sql("delete from api_token").update();
        clock.advance(Duration.ofSeconds(5));
        expectRefused(secret);
    }

    @Test
    void aTokenEndsWhenItSays() {
        String secret = make(Map.of(
                        "name",
                        "x",
                        "role",
                        "viewer",
                        "expiresAt",
                        NOON.plusSeconds(60).toString()))
                .get("token")
                .asString();
        clock.advance(Duration.ofSeconds(59));
        getWith(ME, secret).expectStatus().isOk();
        clock.advance(Duration.ofSeconds(1));
        expectRefused(secret);
    }

    @Test
    void itsUseIsNotedOnceAMinute() {
        JsonNode made = make("viewer");
        String path = TOKENS + "/" + made.get("id").asLong();
        String secret = made.get("token").asString();
        getAsAdmin(path).expectBody().jsonPath("$.lastUsedAt").isEmpty();
        getWith(ME, secret);
        getAsAdmin(path).expectBody().jsonPath("$.lastUsedAt").isEqualTo("2025-05-21T12:00:00Z");
        clock.advance(Duration.ofSeconds(59));
        getWith(ME, secret);
        getAsAdmin(path).expectBody().jsonPath("$.lastUsedAt").isEqualTo("2025-05-21T12:00:00Z");
        clock.advance(Duration.ofSeconds(6));
        getWith(ME, secret);
        getAsAdmin(path).expectBody().jsonPath("$.lastUsedAt").isEqualTo("2025-05-21T12:01:05Z");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "name, null",
                "name, ''",
                "name, 'a\nb'",
                "role, null",
                "role, root",
                "role, ADMIN",
                "expiresAt, soon",
                "expiresAt, 2025-05-21T12:00:00Z",
                "gateways, *"
            })
    void whatMakesNoTokenIsNamed(String field, String value) {
        Map<String, Object> body = new HashMap<>(Map.of("name", "x", "role", "viewer"));
        body.put(field, value);
        makeAs("ada", "admin", body)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field);
        for (List<String> gateways : List.of(List.<String>of(), List.of("a b"), List.of("*", "%"))) {
            makeAs("ada", "admin", Map.of("name", "x", "role", "viewer", "gateways", gateways))
                    .expectStatus()
                    .isBadRequest();
        }
    }

    @Test
    void thereAreAThousandAtMost() {
        jdbc.sql(
                        "insert into api_token (name, hash, role, gateways, created_at, created_by) select 'x',"
                                + " decode(lpad(i::text, 64, '0'), 'hex'), 'viewer', '{*}', now(), 'x' from generate_series(1, 1000) i")
                .update();
        makeAs("ada", "admin", Map.of("name", "x", "role", "viewer"))
                .expectStatus()
                .isEqualTo(409);
    }

    @Test
    void theyAreListedNewestFirstByPages() {
        for (int i = 0; i < 3; i++) {
            make(Map.of("name", "t" + i, "role", "viewer"));
        }
        JsonNode first = page("?limit=2");
        assertThat(first.get("items").valueStream().map(item -> item.get("name").asString()))
                .containsExactly("t2", "t1");
        JsonNode rest = page("?limit=2&cursor=" + first.get("nextCursor").asString());
        assertThat(rest.get("items").valueStream().map(item -> item.get("name").asString()))
                .containsExactly("t0");
        assertThat(rest.has("nextCursor")).isFalse();
    }

    private JsonNode page(String query) {
        return new JsonMapper()
                .readTree(getAsAdmin(TOKENS + query)
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }

    @Test
    void everyAnswerIsAsItIsDescribed() {
        ApiDocument document = ApiDocument.read(get("/v3/api-docs"));
        EntityExchangeResult<byte[]> made = makeAs("ada", "admin", Map.of("name", "x", "role", "viewer"))
                .expectBody()
                .returnResult();
        document.expectDescribed(made);
        document.expectDescribed(getAsAdmin(TOKENS).expectBody().returnResult());
        document.expectDescribed(getAsAdmin(TOKENS + "/1000000").expectBody().returnResult());
        document.expectDescribed(getAsAdmin(ME).expectBody().returnResult());
        document.expectDescribed(getAsAdmin("/login/options").expectBody().returnResult());
    }

    @Test
    void anUnknownTokenIsRefusedWithoutAWord() {
        for (String token : List.of("gw_", "gw_x", make("viewer").get("token").asString() + "x", "GW_x")) {
            getWith(ME, token)
                    .expectStatus()
                    .isUnauthorized()
                    .expectHeader()
                    .valueMatches("WWW-Authenticate", "Basic .*")
                    .expectBody(String.class)
                    .value(text -> assertThat(text)
                            .contains("The token is not good here")
                            .doesNotContain(token));
        }
    }
}
