package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.json.JsonCompareMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tasks as users hand them in, list, cancel and retry them. */
class TaskApiTest extends World {

    private static final String TASKS = "/api/v1/tasks";
    private static final String PATH =
            "/network-troubleshooting/v1alpha1/gateways/" + GATEWAY + "/http/async-operations/";

    private void setState(String id, String state) {
        jdbc.sql("update task set state = ?, settled_at = ? where task_id = ?")
                .params(state, Timestamp.from(NOON), id)
                .update();
    }

    @Test
    void aNewTaskIsCreatedWithAllItsFields() {
        post(TASKS, Map.of("serialNumber", GATEWAY, "taskId", "a.b_c-1", "protocol", "https", "url", "https://x/"))
                .expectStatus()
                .isCreated()
                .expectHeader()
                .location(TASKS + "/a.b_c-1")
                .expectBody()
                .json("""
                        {"taskId": "a.b_c-1", "serialNumber": "CNJJKLB0T1", "protocol": "https", "url": "https://x/",
                         "state": "pending", "registeredAt": "2025-05-21T12:00:00Z",
                         "nextPollAt": "2025-05-21T12:00:03Z", "polls": 0, "progressPercent": null,
                         "lastStatus": null, "lastError": null, "settledAt": null, "unreadableBody": null}
                        """, JsonCompareMode.STRICT);
    }

    @Test
    void theSameAgainIsWhatIsThere() {
        register("twice");
        clock.advance(Duration.ofMinutes(1));
        post(TASKS, Map.of("serialNumber", GATEWAY, "taskId", "twice"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.registeredAt")
                .isEqualTo("2025-05-21T12:00:00Z");
    }

    @Test
    void theSameIdForAnotherGatewayOrProtocolIsAConflict() {
        register("mine");
        post(TASKS, Map.of("serialNumber", "OTHER1", "taskId", "mine"))
                .expectStatus()
                .isEqualTo(409);
        post(TASKS, Map.of("serialNumber", GATEWAY, "taskId", "mine", "protocol", "https"))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("mine", GATEWAY));
    }

    @Test
    void aConflictMakesNoGatewayAndBringsNoneBack() {
        register("known");
        post(TASKS, Map.of("serialNumber", "RETIRED", "taskId", "theirs"))
                .expectStatus()
                .isCreated();
        jdbc.sql("update gateway set retired_at = ? where serial_number = 'RETIRED'")
                .param(Timestamp.from(NOON))
                .update();
        List<Map<String, String>> tasks = List.of(
                Map.of("serialNumber", "NEVER-SEEN", "taskId", "known"),
                Map.of("serialNumber", "RETIRED", "taskId", "known"),
                Map.of("serialNumber", GATEWAY, "taskId", "first"),
                Map.of("serialNumber", "NEVER-SEEN", "taskId", "first"));
        post(TASKS + "/batch", Map.of("tasks", tasks)).expectStatus().isOk();
        assertThat(jdbc.sql("select serial_number from gateway where retired_at is null")
                        .query(String.class)
                        .list())
                .containsExactly(GATEWAY);
    }

    @Test
    void centralsWhole202BodyIsAccepted() {
        post(TASKS, """
                        {"location": "%sabc", "status": "INITIATED", "startTime": "2025-05-21T11:59:58Z"}
                        """.formatted(PATH))
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.nextPollAt")
                .isEqualTo("2025-05-21T12:00:01Z");
    }

    @Test
    void countAndIntervalSayWhenTheFirstAskIsWorthIt() {
        post(TASKS, Map.of("serialNumber", GATEWAY, "taskId", "long", "count", 10, "interval", 5))
                .expectBody()
                .jsonPath("$.nextPollAt")
                .isEqualTo("2025-05-21T12:00:51Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com/network-troubleshooting/v1/gateways/G/http/async-operations/t",
                "//evil.example.com/network-troubleshooting/v1/gateways/G/http/async-operations/t",
                "/network-troubleshooting/v1/gateways/G/http/async-operations/t?x=1",
                "/network-troubleshooting/v1/gateways/G/http/async-operations/t#x",
                "/network-troubleshooting/v1/gateways/G/ping/async-operations/t",
                "/network-troubleshooting/v2/gateways/G/http/async-operations/t",
                "/network-troubleshooting/v1/gateways/G/http/async-operations/..",
                "/network-troubleshooting/v1/gateways/../http/async-operations/t",
                "/network-troubleshooting/v1/gateways/G/http/async-operations/t/",
                "/other/v1/gateways/G/http/async-operations/t",
                ""
            })
    void aLocationThatIsNoPathOfTheCallIsRefused(String location) {
        expectInvalid(Map.of("location", location), "location");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a b", "ä", "a\u0000", "a\n", "😀", "a%2Fb"})
    void idsThatAreNoneAreRefused(String id) {
        expectInvalid(Map.of("serialNumber", GATEWAY, "taskId", id), "taskId");
        expectInvalid(Map.of("serialNumber", id, "taskId", "t"), "serialNumber");
    }

    @Test
    void idsAreAtMost64CharactersLong() {
        String longest = "x".repeat(64);
        register(longest);
        expectInvalid(Map.of("serialNumber", GATEWAY, "taskId", longest + "x"), "taskId");
        expectInvalid(Map.of("serialNumber", longest + "x", "taskId", "t"), "serialNumber");
        post(TASKS, Map.of("serialNumber", longest, "taskId", "..."))
                .expectStatus()
                .isCreated();
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        post(TASKS, Map.of("taskId", "..", "protocol", "ftp", "count", 0, "startTime", "noon"))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[*].field")
                .isEqualTo(List.of("serialNumber", "taskId", "protocol", "count", "startTime"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"taskId\": 7",
                "\"taskId\": true",
                "\"taskId\": [\"t\"]",
                "\"taskId\": {}",
                "\"count\": \"5\"",
                "\"count\": 2.0",
                "\"count\": 2.5",
                "\"count\": true",
                "\"count\": \"\"",
                "\"count\": [3]",
                "\"count\": 1e2",
                "\"count\": 99999999999",
                "\"count\": 1e999",
                "\"count\": -1",
                "\"interval\": 101",
                "\"url\": 1.5",
                "\"url\": false",
                "\"url\": \"\"",
                "\"url\": \"a\\u0000b\"",
                "\"url\": \"a\\ud800b\"",
                "\"startTime\": 1747749988",
                "\"startTime\": \"2025-05-20\"",
                "\"startTime\": \"+999999-01-01T00:00:00Z\"",
                "\"protocol\": \"HTTP\"",
                "\"protocol\": 1",
                "\"location\": 5",
                "\"location\": {}"
            })
    void jsonTypesAreStrict(String field) {
        String name = field.substring(1, field.indexOf('"', 1));
        String rest = name.equals("taskId") ? "" : ", \"taskId\": \"t\"";
        String body = "{\"serialNumber\": \"G\"" + rest + ", " + field + "}";
        expectInvalid(body, name);
        post(TASKS + "/batch", "{\"tasks\": [" + body + "]}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.results[0].status")
                .isEqualTo("invalid");
    }

    @Test
    void nullsAndUnknownFieldsSayNothing() {
        post(TASKS, """
                        {"serialNumber": "G", "taskId": "t", "taskId": "u", "protocol": null, "location": null,
                         "url": null, "count": null, "more": [1, {"x": null}]}
                        """)
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.taskId")
                .isEqualTo("u");
    }

    private void expectInvalid(Object body, String field) {
        post(TASKS, body)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(400)
                .jsonPath("$.title")
                .isEqualTo("Bad Request")
                .jsonPath("$.detail")
                .isNotEmpty()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field)
                .jsonPath("$.errors[0].message")
                .isNotEmpty();
    }

    @Test
    void aBatchAnswersEachInItsOrder() {
        register("known");
        register("taken");
        post(TASKS + "/batch", """
                        {"tasks": [
                          {"serialNumber": "G", "taskId": "new"}, {"serialNumber": "G"}, 7, null,
                          {"serialNumber": "CNJJKLB0T1", "taskId": "known"}, {"serialNumber": "G", "taskId": "taken"},
                          {"serialNumber": "G", "taskId": "a/b"}, {"serialNumber": "G", "taskId": "new"},
                          {"serialNumber": "H", "taskId": "new"}, {"location": "%slast", "count": 0},
                          {"location": "%slast"}, {"serialNumber": "G", "taskId": "\\ud800"}
                        ]}
                        """.formatted(PATH, PATH))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.results[*].status")
                .isEqualTo(List.of(
                        "created",
                        "invalid",
                        "invalid",
                        "invalid",
                        "exists",
                        "conflict",
                        "invalid",
                        "exists",
                        "conflict",
                        "invalid",
                        "created",
                        "invalid"))
                .jsonPath("$.results[6].taskId")
                .isEqualTo("a/b")
                .jsonPath("$.results[6].message")
                .isNotEmpty()
                .jsonPath("$.results[9].taskId")
                .isEqualTo("last");
    }

    @Test
    void aBatchHoldsAtMostAThousand() {
        List<Map<String, String>> tasks = new ArrayList<>(IntStream.range(0, 1000)
                .mapToObj(i -> Map.of("serialNumber", "G" + i % 7, "taskId", "t" + i))
                .toList());
        post(TASKS + "/batch", Map.of("tasks", tasks)).expectStatus().isOk();
        assertThat(jdbc.sql("select count(*) from task").query(Integer.class).single())
                .isEqualTo(1000);
        tasks.add(Map.of());
        post(TASKS + "/batch", Map.of("tasks", tasks)).expectStatus().isBadRequest();
        post(TASKS + "/batch", "{\"tasks\": []}").expectBody().json("{\"results\": []}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "7", "null", "{\"tasks\": null}", "{\"tasks\": {}}", "{\"tasks\": \"t\"}"})
    void aBatchThatIsNoListIsRefused(String body) {
        post(TASKS + "/batch", body).expectStatus().isBadRequest();
    }

    @Test
    void theListShowsTheNewestFirstAndPagesThroughAllWhateverIsAddedMeanwhile() {
        List<String> registered = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            register("t" + i);
            registered.add("t" + i);
            clock.advance(Duration.ofMillis(i % 2));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = read(TASKS + "?limit=2" + cursor);
            page.path("items").forEach(task -> seen.add(task.path("taskId").stringValue()));
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").stringValue()
                    : null;
            clock.advance(Duration.ofSeconds(1));
            register("later" + seen.size());
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(registered);
        assertThat(seen).containsExactly("t4", "t2", "t3", "t0", "t1");
    }

    @Test
    void theListIsFilteredByStateAndGateway() {
        register("a");
        register("b");
        post(TASKS, Map.of("serialNumber", "OTHER", "taskId", "c"));
        setState("b", "notFound");
        assertThat(ids("?state=notFound")).containsExactly("b");
        assertThat(ids("?state=pending&serialNumber=OTHER")).containsExactly("c");
        assertThat(ids("?serialNumber=NEVER")).isEqualTo(Collections.emptyList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=x",
                "state=",
                "limit=0",
                "limit=501",
                "limit=x",
                "limit=%2B7",
                "limit=%D9%A7",
                "limit=",
                "cursor=x",
                "cursor=",
                "cursor=AA",
                "serialNumber=a_b",
                "serialNumber=",
                "serialNumber=%00",
                "cursor=MjAyNS0wNS0yMVQxMjowMDowMFoKAA",
                "cursor=KzEwMDAwMDAwMDAtMDEtMDFUMDA6MDA6MDBaCmE"
            })
    void parametersThatCannotBeReadAreNamed(String query) {
        RawHttp.Reply reply = RawHttp.ask(port, RawHttp.head("GET " + TASKS + "?" + query, "vera:viewer"));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("application/problem+json", "\"field\":\"" + query.split("=")[0] + "\"");
    }

    private JsonNode read(String path) {
        return new JsonMapper()
                .readTree(get(path)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    private List<String> ids(String query) {
        return read(TASKS + query)
                .path("items")
                .valueStream()
                .map(task -> task.path("taskId").stringValue())
                .toList();
    }

    @Test
    void deletingCancelsWhatIsPendingAndLeavesTheRestAsItEnded() {
        register("t");
        delete(TASKS + "/t").expectStatus().isNoContent();
        delete(TASKS + "/t").expectStatus().isNoContent();
        get(TASKS + "/t").expectBody().json("""
                        {"state": "cancelled", "nextPollAt": null, "settledAt": "2025-05-21T12:00:00Z"}
                        """);
        setState("t", "expired");
        delete(TASKS + "/t").expectStatus().isNoContent();
        get(TASKS + "/t").expectBody().jsonPath("$.state").isEqualTo("expired");
        setState("t", "finished");
        delete(TASKS + "/t").expectStatus().isEqualTo(409);
        delete(TASKS + "/u").expectStatus().isNotFound();
    }

    @Test
    void onlyWhatEndedWithoutAResultIsRetried() {
        register("t");
        post(TASKS + "/t/retry", "").expectStatus().isEqualTo(409);
        for (String end : List.of("notFound", "expired", "rejected", "unreadable", "cancelled")) {
            setState("t", end);
            post(TASKS + "/t/retry", "")
                    .expectStatus()
                    .isAccepted()
                    .expectBody()
                    .json("""
                            {"state": "pending", "settledAt": null, "lastError": null, "unreadableBody": null}
                            """);
        }
        setState("t", "finished");
        post(TASKS + "/t/retry", "").expectStatus().isEqualTo(409);
        post(TASKS + "/u/retry", "").expectStatus().isNotFound();
    }
}
