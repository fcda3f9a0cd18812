package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import io.gatewatch.web.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call what, on both ports. */
class AccessTest extends World {

    private int status(String line, String user) {
        return RawHttp.ask(port, RawHttp.head(line, user)).status();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /api/v1/tasks, 200, 200, 200",
        "HEAD /api/v1/tasks, 200, 200, 200",
        "POST /api/v1/tasks, 403, 400, 400",
        "POST /api/v1/tasks/batch, 403, 400, 400",
        "POST /api/v1/tasks/none/retry, 403, 404, 404",
        "DELETE /api/v1/tasks/none, 403, 404, 404",
        "GET /api/v1/gateways, 200, 200, 200",
        "GET /nothing, 404, 404, 404"
    })
    void rolesIncludeOneAnother(String line, int viewer, int operator, int admin) {
        assertThat(status(line, "vera:viewer")).isEqualTo(viewer);
        assertThat(status(line, "otto:operator")).isEqualTo(operator);
        assertThat(status(line, "ada:admin")).isEqualTo(admin);
    }

    @Test
    void onlyAdministratorsRetireGateways() {
        assertThat(status("DELETE /api/v1/gateways/NONE", "vera:viewer")).isEqualTo(403);
        assertThat(status("DELETE /api/v1/gateways/NONE", "otto:operator")).isEqualTo(403);
        assertThat(status("DELETE /api/v1/gateways/NONE", "ada:admin")).isNotEqualTo(403);
    }

    @Test
    void rolesAreCheckedBeforeBodies() {
        String garbage = "POST /api/v1/tasks HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: 3\r\n";
        assertThat(RawHttp.ask(port, garbage + "Authorization: Basic dmVyYTp2aWV3ZXI=\r\n\r\n{{{")
                        .status())
                .isEqualTo(403);
        RawHttp.Reply anonymous = RawHttp.ask(port, garbage + "\r\n{{{");
        assertThat(anonymous.status()).isEqualTo(401);
        assertThat(anonymous.text()).contains("WWW-Authenticate: Basic", "application/problem+json", "\"status\":401");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vera:wrong", "vera:", "nobody:viewer", ":", "vera", ""})
    void whoIsNotKnownIsTurnedAway(String user) {
        assertThat(status("GET /api/v1/tasks", user)).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic %%%", "Basic dmVyYQ==", "Bearer x", "Negotiate x", "nonsense"})
    void anIdentityThatCannotBeReadIsNone(String header) {
        String request = "GET /api/v1/tasks HTTP/1.1\r\nHost: here\r\nConnection: close\r\nAuthorization: " + header;
        assertThat(RawHttp.ask(port, request + "\r\n\r\n").status()).isEqualTo(401);
    }

    @Test
    void optionsSayWhatIsAllowed() {
        RawHttp.Reply reply = RawHttp.ask(port, RawHttp.head("OPTIONS /api/v1/tasks", "vera:viewer"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).containsPattern("Allow: .*GET.*POST|Allow: .*POST.*GET");
    }

    @Test
    void noSessionIsBegun() {
        RawHttp.Reply reply = RawHttp.ask(port, RawHttp.head("GET /api/v1/tasks", "vera:viewer"));
        assertThat(reply.text()).doesNotContain("Set-Cookie");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/actuator/prometheus",
                "/actuator/info",
                "/actuator/sbom"
            })
    void theManagementPortAsksForNoIdentity(String path) {
        assertThat(anonymous(managementPort, path)).isEqualTo(200);
        assertThat(anonymous(port, path)).isEqualTo(404);
        assertThat(status("GET " + path, "ada:admin")).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/beans",
                "/actuator/loggers",
                "/actuator/shutdown",
                "/actuator/metrics",
                "/actuator/nothing",
                "/api/v1/tasks",
                "/",
                "/index.html",
                "/assets/app.js"
            })
    void theManagementPortServesNothingElse(String path) {
        assertThat(anonymous(managementPort, path)).isIn(401, 404);
        assertThat(RawHttp.ask(managementPort, RawHttp.head("GET " + path, "ada:admin"))
                        .status())
                .isEqualTo(404);
    }

    private static int anonymous(int port, String path) {
        return RawHttp.ask(port, "GET " + path + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
                .status();
    }
}
