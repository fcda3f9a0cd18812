package io.gatewatch.web;

import io.gatewatch.World;
import io.gatewatch.results.Documents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Programs made for Central get from us what Central would have said. */
class FacadeTest extends World {

    private RestTestClient.ResponseSpec poll(String version, String protocol, String taskId) {
        return get("/network-troubleshooting/" + version + "/gateways/" + GATEWAY + "/" + protocol
                + "/async-operations/" + taskId);
    }

    private void expectNotFound(RestTestClient.ResponseSpec answer, String code, String id) {
        answer.expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType("application/json")
                .expectBody()
                .json("""
                        {"errorCode": "%s", "message": "Async operation task not found: %s"}
                        """.formatted(code, id), JsonCompareMode.STRICT);
    }

    @ParameterizedTest
    @CsvSource({"v1alpha1, http", "v1alpha1, https", "v1, http", "v1, https"})
    void aTaskThatWasNeverAskedAboutIsInitiated(String version, String protocol) {
        post("/api/v1/tasks", Map.of("serialNumber", GATEWAY, "taskId", "t", "protocol", protocol));
        poll(version, protocol, "t").expectStatus().isOk().expectBody().json("""
                        {"status": "INITIATED", "progressPercent": 0, "startTime": "2025-05-21T12:00:00Z"}
                        """, JsonCompareMode.STRICT);
    }

    @Test
    void aPendingTaskShowsTheLastDocument() {
        register("t");
        String document = "{\"status\": \"RUNNING\", \"progressPercent\": 40, \"näw\": {\"x\": [1, null]}}";
        jdbc.sql("update task set document = ? where task_id = 't'")
                .param(Documents.packed(document))
                .update();
        poll("v1", "http", "t").expectStatus().isOk().expectBody().json(document, JsonCompareMode.STRICT);
    }

    @Test
    void aRejectedTaskShowsCentralsWords() {
        register("t");
        String body = "{\"errorCode\": \"HPE_GRAVITY_BAD_REQUEST\", \"message\": \"ungültig\"}";
        jdbc.sql("update task set state = 'rejected', document = ? where task_id = 't'")
                .param(Documents.packed(body))
                .update();
        poll("v1", "http", "t").expectStatus().isBadRequest().expectBody().json(body, JsonCompareMode.STRICT);
    }

    @Test
    void allOtherEndsAreCentralsOwn404InTheVersionOfThePath() {
        register("t");
        for (String end : List.of("notFound", "expired", "unreadable", "cancelled")) {
            jdbc.sql("update task set state = ? where task_id = 't'").param(end).update();
            expectNotFound(poll("v1alpha1", "http", "t"), "HPE_GRAVITY_TASK_NOT_FOUND", "t");
            expectNotFound(poll("v1", "http", "t"), "HPE_GL_ERROR_NOT_FOUND", "t");
        }
    }

    @Test
    void theWrongGatewayOrProtocolAndUnknownIdsAreNotFound() {
        register("t");
        expectNotFound(poll("v1", "https", "t"), "HPE_GL_ERROR_NOT_FOUND", "t");
        expectNotFound(poll("v1", "http", "u"), "HPE_GL_ERROR_NOT_FOUND", "u");
        expectNotFound(
                get("/network-troubleshooting/v1/gateways/OTHER/http/async-operations/t"),
                "HPE_GL_ERROR_NOT_FOUND",
                "t");
    }

    @ParameterizedTest
    @CsvSource({"v1alpha1, HPE_GRAVITY_UNAUTHORIZED", "v1, HPE_GL_ERROR_UNAUTHORIZED"})
    void whoDoesNotSayWhoTheyAreGetsCentrals401(String version, String code) {
        http.get()
                .uri("/network-troubleshooting/" + version + "/gateways/G/http/async-operations/t")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .exists("WWW-Authenticate")
                .expectBody()
                .jsonPath("$.errorCode")
                .isEqualTo(code)
                .jsonPath("$.message")
                .isNotEmpty();
    }
}
