package io.gatewatch.polling;

import io.gatewatch.ApiDocument;
import io.gatewatch.simulator.ScriptedAnswer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Real exchanges of every call, held against the OpenAPI document: what is said is described, and nothing else is. */
class DescribedJourneyTest extends Rounds {

    private static final String TASKS = "/api/v1/tasks";
    private static final String THIS = "/api/v1/gateways/" + GATEWAY;
    private static final String CENTRAL = "/network-troubleshooting/v1/gateways/" + GATEWAY + "/http/async-operations/";

    private ApiDocument document;

    @BeforeEach
    void readTheDocument() {
        document = ApiDocument.read(get("/v3/api-docs"));
    }

    private void described(RestTestClient.ResponseSpec answer, int status) {
        answer.expectStatus().isEqualTo(status);
        document.expectDescribed(answer.returnResult(byte[].class));
    }

    /** For requests that the document itself forbids. */
    private void refused(RestTestClient.ResponseSpec answer, int status) {
        answer.expectStatus().isEqualTo(status);
        document.expectAnswerDescribed(answer.returnResult(byte[].class));
    }

    private RestTestClient.ResponseSpec table(String path) {
        return http.get()
                .uri(path)
                .headers(headers -> headers.setBasicAuth("vera", "viewer"))
                .accept(MediaType.parseMediaType("text/csv"))
                .exchange();
    }

    private RestTestClient.ResponseSpec put(String path, Map<String, ?> names) {
        return http.put()
                .uri(path)
                .headers(headers -> headers.setBasicAuth("otto", "operator"))
                .contentType(MediaType.APPLICATION_JSON)
                .body(names)
                .exchange();
    }

    private String finished() {
        String id = task(completed());
        askWhenDue(id);
        return id;
    }

    @Test
    void tasksAreHandedInLookedAtCancelledAndTriedAgain() {
        Map<String, ?> task = Map.of("serialNumber", GATEWAY, "taskId", "t", "url", "www.google.com", "count", 5);
        described(post(TASKS, task), 201);
        described(post(TASKS, task), 200);
        described(post(TASKS, Map.of("serialNumber", "OTHER", "taskId", "t")), 409);
        described(post(TASKS, Map.of("location", CENTRAL + "u", "status", "INITIATED")), 201);
        described(post(TASKS + "/batch", Map.of("tasks", List.of(task, Map.of("location", CENTRAL + "v")))), 200);
        refused(post(TASKS + "/batch", Map.of("tasks", List.of(Map.of("taskId", 7)))), 200);
        refused(post(TASKS, Map.of("serialNumber", "a b")), 400);
        refused(post(TASKS, "{\"x\": \"" + "x".repeat(5_000_000) + "\"}"), 413);
        described(get(TASKS + "?state=pending&serialNumber=" + GATEWAY + "&limit=2"), 200);
        refused(get(TASKS + "?limit=0"), 400);
        described(get(TASKS + "/t"), 200);
        described(get(TASKS + "/unknown"), 404);
        described(post(TASKS + "/t/retry", ""), 409);
        described(delete(TASKS + "/t"), 204);
        described(post(TASKS + "/t/retry", ""), 202);
        described(delete(TASKS + "/unknown"), 404);
        described(delete(TASKS + "/" + finished()), 409);
    }

    @Test
    void finishedTestsAreReadBack() {
        String id = finished();
        described(get(TASKS + "/" + id), 200);
        described(get("/api/v1/tests/" + id), 200);
        described(get("/api/v1/tests/unknown"), 404);
        described(get(THIS), 200);
        described(get("/api/v1/gateways?sort=latency&window=P7D&limit=1"), 200);
        described(put(THIS, Map.of("name", "Branch 12", "site", "Turin")), 200);
        refused(put(THIS, Map.of("name", "")), 400);
        described(put("/api/v1/gateways/OTHER", Map.of()), 404);
        String range = "?from=2025-05-20T14:00:00Z&to=2025-05-20T15:00:00Z";
        described(get(THIS + "/history" + range + "&step=PT15M&protocol=http"), 200);
        described(get(THIS + "/tests" + range + "&outcome=success&limit=1"), 200);
        described(table(THIS + "/history" + range), 200);
        described(table(THIS + "/tests" + range), 200);
        described(get("/api/v1/gateways/OTHER/history"), 404);
        described(get("/api/v1/urls?window=P1D"), 200);
        described(get("/api/v1/status"), 200);
        described(delete(THIS), 204);
        described(delete("/api/v1/gateways/OTHER"), 404);
    }

    @Test
    void programsMadeForCentralAreAnsweredAsDescribed() {
        String rejected = task(ScriptedAnswer.json(400, "{\"errorCode\": \"HPE_GL_ERROR_BAD_REQUEST\"}"));
        described(get(CENTRAL + rejected), 200);
        askWhenDue(rejected);
        described(get(CENTRAL + rejected), 400);
        described(get("/api/v1/status"), 200);
        described(get(CENTRAL + finished()), 200);
        described(get(CENTRAL + "unknown"), 404);
        refused(http.get().uri(CENTRAL + "t").exchange(), 401);
    }

    @Test
    void whoMayNotIsToldSo() {
        refused(http.get().uri(TASKS).exchange(), 401);
        described(
                http.delete()
                        .uri(THIS)
                        .headers(headers -> headers.setBasicAuth("vera", "viewer"))
                        .exchange(),
                403);
        refused(
                http.post()
                        .uri(TASKS)
                        .headers(headers -> headers.setBasicAuth("otto", "operator"))
                        .header(HttpHeaders.CONTENT_TYPE, "text/plain")
                        .body("x")
                        .exchange(),
                415);
    }
}
