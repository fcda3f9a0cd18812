package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.ApiDocument;
import io.gatewatch.World;
import io.gatewatch.web.RawHttp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operation of the OpenAPI document, asked by nobody, by somebody with a wrong secret, and by somebody too weak. */
class EveryOperationTest extends World {

    /** Who is one too weak for what is not open to every viewer. A change that is not named here fails. */
    private static final Map<String, String> TOO_WEAK = Map.of(
            "POST /api/v1/tasks", "vera:viewer",
            "POST /api/v1/tasks/batch", "vera:viewer",
            "DELETE /api/v1/tasks/{taskId}", "vera:viewer",
            "POST /api/v1/tasks/{taskId}/retry", "vera:viewer",
            "PUT /api/v1/gateways/{serialNumber}", "vera:viewer",
            "DELETE /api/v1/gateways/{serialNumber}", "otto:operator",
            "POST /api/v1/tokens", "otto:operator",
            "GET /api/v1/tokens", "otto:operator",
            "GET /api/v1/tokens/{id}", "otto:operator",
            "DELETE /api/v1/tokens/{id}", "otto:operator");

    private static final List<String> OPEN = List.of("GET /login/options");

    private List<ApiDocument.Operation> operations;

    @BeforeEach
    void readTheDocument() {
        operations = ApiDocument.read(get("/v3/api-docs")).operations().stream()
                .filter(operation -> !OPEN.contains(operation.name()))
                .toList();
        assertThat(operations).hasSizeGreaterThan(15);
    }

    private static String line(ApiDocument.Operation operation) {
        return operation.method() + " "
                + operation
                        .path()
                        .replace("{version}", "v1")
                        .replace("{protocol}", "http")
                        .replaceAll("\\{[^}]+}", "1");
    }

    private RawHttp.Reply ask(ApiDocument.Operation operation, String... headers) {
        return RawHttp.ask(
                port,
                line(operation) + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: 0\r\n"
                        + String.join("\r\n", headers) + "\r\n\r\n");
    }

    private void expectUnknown(String... headers) {
        for (ApiDocument.Operation operation : operations) {
            RawHttp.Reply reply = ask(operation, headers);
            assertThat(reply.status()).as(operation.name()).isEqualTo(401);
            assertThat(reply.text())
                    .as(operation.name())
                    .contains("WWW-Authenticate: Basic")
                    .doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void nobodyIsTurnedAway() {
        expectUnknown("X-Nothing: 1");
    }

    @Test
    void aWrongPasswordIsTurnedAway() {
        expectUnknown("Authorization: Basic dmVyYTp3cm9uZw==");
    }

    @Test
    void aWrongTokenIsTurnedAway() {
        expectUnknown("Authorization: Bearer gw_0000000000000000000000000000000000000000000");
        expectUnknown("Authorization: Bearer eyJhbGciOiJub25lIn0.eyJyb2xlcyI6WyJhZG1pbiJdfQ.");
    }

    @Test
    void aCookieOfNoSessionIsTurnedAway() {
        for (ApiDocument.Operation operation : operations) {
            boolean reads = operation.method().equals("GET");
            assertThat(ask(operation, "Cookie: SESSION=MTExMTExMTEtMTExMS00MTExLTgxMTEtMTExMTExMTExMTEx")
                            .status())
                    .as(operation.name())
                    .isEqualTo(reads ? 401 : 403);
        }
    }

    @Test
    void whoIsTooWeakIsRefusedBeforeAnythingIsRead() {
        for (ApiDocument.Operation operation : operations) {
            String weak = TOO_WEAK.get(operation.name());
            assertThat(weak != null || operation.method().equals("GET"))
                    .as("%s changes something: say here who may not", operation.name())
                    .isTrue();
            if (weak != null) {
                RawHttp.Reply reply = RawHttp.ask(
                        port, RawHttp.head(line(operation), weak, "Content-Type: text/nonsense", "Content-Length: 0"));
                assertThat(reply.status()).as(operation.name()).isEqualTo(403);
            }
        }
    }
}
