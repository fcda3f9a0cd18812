package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Whatever goes wrong is said as problem details, with the status that fits. */
class ProblemsTest extends World {

    private static final String TASKS = "/api/v1/tasks";
    private static final String OTTO = "otto:operator";

    private RestTestClient.ResponseSpec send(HttpMethod method, String path, MediaType type, String body) {
        return http.method(method)
                .uri(path)
                .headers(headers -> headers.setBasicAuth("otto", "operator"))
                .contentType(type)
                .body(body)
                .exchange();
    }

    private static void expectProblem(RawHttp.Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text().toLowerCase(Locale.ROOT))
                .contains(
                        "content-type: application/problem+json", "\"status\":" + status, "\"title\":", "\"detail\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\"", "nope", "{} {}", "[", "\u0000", "{'a': 1}", "NaN"})
    void whatIsNoJsonIsABadRequest(String body) {
        send(HttpMethod.POST, TASKS, MediaType.APPLICATION_JSON, body)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"t\"", "[]", "true"})
    void jsonThatIsNoObjectIsABadRequest(String body) {
        send(HttpMethod.POST, TASKS, MediaType.APPLICATION_JSON, body)
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void bytesThatAreNoUtf8AreABadRequest() {
        byte[] head = RawHttp.head("POST " + TASKS, OTTO, "Content-Type: application/json", "Content-Length: 4")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = Arrays.copyOf(head, head.length + 4);
        request[head.length] = '"';
        request[head.length + 1] = (byte) 0xFF;
        request[head.length + 2] = (byte) 0xC0;
        request[head.length + 3] = '"';
        expectProblem(RawHttp.ask(port, request), 400);
    }

    @Test
    void deeplyNestedJsonIsABadRequest() {
        send(HttpMethod.POST, TASKS, MediaType.APPLICATION_JSON, "[".repeat(100_000))
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void anotherContentTypeIsUnsupported() {
        for (MediaType type :
                List.of(MediaType.TEXT_PLAIN, MediaType.APPLICATION_XML, MediaType.APPLICATION_FORM_URLENCODED)) {
            send(HttpMethod.POST, TASKS, type, "a=b")
                    .expectStatus()
                    .isEqualTo(415)
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
    }

    @Test
    void anotherMethodIsNotAllowedAndTheRightOnesAreNamed() {
        send(HttpMethod.PUT, TASKS, MediaType.APPLICATION_JSON, "{}")
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .values("Allow", allow -> assertThat(String.join(",", allow)).contains("GET", "POST"))
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/nothing", "/api/v2/tasks", "/nothing", "/api/v1/tasks/", "/error", "/actuator/health"})
    void anUnknownPathIsNotFound(String path) {
        get(path).expectStatus().isNotFound().expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void whatIsAcceptedDoesNotChangeTheShapeOfErrors() {
        for (String accept : List.of("text/html", "text/csv", "application/xml", "image/png")) {
            RawHttp.Reply reply = RawHttp.ask(port, RawHttp.head("GET " + TASKS + "/none", OTTO, "Accept: " + accept));
            assertThat(reply.status()).isIn(404, 406);
            expectProblem(reply, reply.status());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tasks/a%2Fb", "/api/v1/tasks/%00", "/api/v1/tasks/a;b=c", "/api/v1/tasks/%",
                        "/api/v1/tasks/%zz",
                "/api/v1/tasks/a|b", "/api/v1/tasks/{a}", "/api/v1/tasks/a\\b", "//api/v1/tasks",
                        "/api/v1/../v1/tasks/%2e%2e",
                "/api/v1/tasks?state=%zz", "/api/v1/tasks?state=%", "/api/v1/tasks?state=%ff"
            })
    void anAddressThatCannotBeReadIsABadRequest(String path) {
        expectProblem(RawHttp.ask(port, RawHttp.head("GET " + path, OTTO)), 400);
    }

    @Test
    void aMethodThatNobodyKnowsIsRefused() {
        RawHttp.Reply reply = RawHttp.ask(port, RawHttp.head("BREW " + TASKS, OTTO));
        expectProblem(reply, reply.status());
        assertThat(reply.status()).isIn(400, 405, 501);
    }

    @Test
    void headersLongerThanAnyoneNeedsAreRefused() {
        RawHttp.Reply reply = RawHttp.ask(port, RawHttp.head("GET " + TASKS, OTTO, "X-Long: " + "x".repeat(20_000)));
        assertThat(reply.status()).isBetween(400, 499);
    }

    @Test
    void aBodyOfMoreThanFourMegabytesIsTooLarge() {
        String head = RawHttp.head("POST " + TASKS, OTTO, "Content-Type: application/json", "Content-Length: 5000000");
        expectProblem(RawHttp.ask(port, head + " ".repeat(5_000_000)), 413);
    }

    @Test
    void aChunkedBodyOfMoreThanFourMegabytesIsTooLargeToo() {
        String head =
                RawHttp.head("POST " + TASKS, OTTO, "Content-Type: application/json", "Transfer-Encoding: chunked");
        String chunk = "10000\r\n" + " ".repeat(65_536) + "\r\n";
        expectProblem(RawHttp.ask(port, head + chunk.repeat(70) + "0\r\n\r\n"), 413);
    }

    @Test
    void aBodyOfNearlyFourMegabytesIsRead() {
        send(HttpMethod.POST, TASKS, MediaType.APPLICATION_JSON, "{}" + " ".repeat(4_000_000))
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("serialNumber");
    }
}
