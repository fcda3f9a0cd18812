package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.ApiDocument;
import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.json.JsonMapper;

/** For a caller who is limited to some gateways there are no others, in any call, list, figure or error. */
class ScopeTest extends ResultsWorld {

    private static final String INSIDE = "IN1";
    private static final String OUTSIDE = "OUT1";
    private static final List<String> TRACES = List.of(OUTSIDE, "out-", "outside.example");

    private String limited;

    @BeforeEach
    void twoGatewaysAndACallerWhoHasOne() {
        hasTests(INSIDE, "in-", "inside.example");
        hasTests(OUTSIDE, "out-", "outside.example");
        limited = token("operator", "IN*");
    }

    private void hasTests(String serial, String task, String url) {
        for (String id : List.of("done", "pending", "lost")) {
            post("/api/v1/tasks", Map.of("serialNumber", serial, "taskId", task + id))
                    .expectStatus()
                    .isCreated();
        }
        Told done = Told.test(task + "done", NOON.minusSeconds(60)).of(serial).to(url);
        record(done);
        jdbc.sql("update task set state = 'finished', settled_at = ?, observed_at = ? where task_id = ?")
                .params(NOON.atOffset(ZoneOffset.UTC), done.startedAt().atOffset(ZoneOffset.UTC), task + "done")
                .update();
        jdbc.sql("update task set state = 'notFound', settled_at = ? where task_id = ?")
                .params(NOON.atOffset(ZoneOffset.UTC), task + "lost")
                .update();
    }

    private String token(String role, String gateways) {
        return new JsonMapper()
                .readTree(http.post()
                        .uri("/api/v1/tokens")
                        .headers(headers -> headers.setBasicAuth("ada", "admin"))
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(Map.of("name", "x", "role", role, "gateways", List.of(gateways)))
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody())
                .get("token")
                .asString();
    }

    private RestTestClient.ResponseSpec call(String token, HttpMethod method, String path, MediaType accepted) {
        return http.method(method)
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .accept(accepted)
                .exchange();
    }

    private RestTestClient.ResponseSpec read(String path) {
        return call(limited, HttpMethod.GET, path, MediaType.APPLICATION_JSON);
    }

    private RestTestClient.ResponseSpec send(String path, Object body) {
        return http.post()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(limited))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private static String text(RestTestClient.ResponseSpec answer) {
        String text = answer.expectBody(String.class).returnResult().getResponseBody();
        return text == null ? "" : text;
    }

    private static String path(ApiDocument.Operation operation, String serial, String task) {
        return operation
                .path()
                .replace("{version}", "v1")
                .replace("{protocol}", "http")
                .replace("{serialNumber}", serial)
                .replace("{taskId}", task);
    }

    private List<ApiDocument.Operation> operations() {
        return ApiDocument.read(get("/v3/api-docs")).operations();
    }

    @Test
    void everyCallThatNamesAGatewayOrTaskOutsideIsA404() {
        String admin = token("admin", "IN*");
        List<ApiDocument.Operation> naming = operations().stream()
                .filter(operation -> operation.path().contains("{serialNumber}")
                        || operation.path().contains("{taskId}"))
                .filter(operation -> !operation.method().equals("PUT"))
                .toList();
        assertThat(naming).hasSizeGreaterThanOrEqualTo(10);
        for (ApiDocument.Operation operation : naming) {
            HttpMethod method = HttpMethod.valueOf(operation.method());
            for (String task : List.of("out-done", "out-pending", "out-lost")) {
                var answer = call(admin, method, path(operation, OUTSIDE, task), MediaType.APPLICATION_JSON)
                        .expectBody(String.class)
                        .returnResult();
                assertThat(answer.getStatus().value()).as(operation.name()).isEqualTo(404);
            }
        }
        assertThat(jdbc.sql("select string_agg(state, ' ' order by task_id) from task where task_id like 'out-%'")
                        .query(String.class)
                        .single())
                .isEqualTo("finished notFound pending");
    }

    @Test
    void everyCallThatNamesNoneSaysNothingOfThem() {
        for (ApiDocument.Operation operation : operations()) {
            if (operation.method().equals("GET")
                    && !operation.path().contains("{")
                    && !operation.path().contains("tokens")) {
                String query = operation.path().startsWith("/api/v1/urls/") ? "?url=inside.example" : "";
                assertThat(text(read(operation.path() + query)))
                        .as(operation.name())
                        .doesNotContain(TRACES);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tasks",
                "/api/v1/gateways",
                "/api/v1/urls",
                "/api/v1/gateways?sort=successRate",
                "/api/v1/gateways?sort=latency",
                "/api/v1/gateways?sort=lastTest"
            })
    void listsHoldWhatIsInsideAndOthersSeeAll(String list) {
        String inside = list.startsWith("/api/v1/urls") ? "inside.example" : INSIDE;
        String outside = list.startsWith("/api/v1/urls") ? "outside.example" : OUTSIDE;
        assertThat(text(read(list))).contains(inside).doesNotContain(outside);
        assertThat(text(get(list))).contains(inside, outside);
    }

    /** By then the driver has prepared the statements on each connection, once for both. */
    @Test
    void thoseWhoShareAConnectionShareNothingElse() {
        for (int i = 0; i < 20; i++) {
            for (String path : List.of("/api/v1/gateways", "/api/v1/tasks")) {
                assertThat(text(read(path))).contains(INSIDE).doesNotContain(OUTSIDE);
                assertThat(text(get(path))).contains(INSIDE, OUTSIDE);
            }
            read("/api/v1/gateways/OUT1").expectStatus().isNotFound();
            get("/api/v1/gateways/OUT1").expectStatus().isOk();
        }
    }

    @Test
    void figuresOverAllGatewaysAreOfThoseInside() {
        record(Told.test("x1", NOON.minusSeconds(50)).of(OUTSIDE).to("inside.example"));
        read("/api/v1/urls").expectBody().jsonPath("$.items[0].gateways").isEqualTo(1);
        get("/api/v1/urls").expectBody().jsonPath("$.items[0].gateways").isEqualTo(2);
        String history = "/api/v1/urls/history?url=inside.example";
        read(history).expectBody().jsonPath("$.summary.tests").isEqualTo(1);
        get(history).expectBody().jsonPath("$.summary.tests").isEqualTo(2);
        read("/api/v1/status").expectBody().jsonPath("$.pending").isEqualTo(1);
        get("/api/v1/status").expectBody().jsonPath("$.pending").isEqualTo(2);
    }

    @Test
    void whatIsInsideIsWhole() {
        String facade = "/network-troubleshooting/v1/gateways/IN1/http/async-operations/in-pending";
        for (String path : List.of(
                "/api/v1/gateways/IN1",
                "/api/v1/gateways/IN1/history",
                "/api/v1/gateways/IN1/tests",
                "/api/v1/tests/in-done",
                "/api/v1/tasks/in-pending",
                facade)) {
            read(path).expectStatus().isOk();
        }
        for (String table : List.of("/api/v1/gateways/IN1/tests", "/api/v1/gateways/IN1/history")) {
            call(limited, HttpMethod.GET, table, MediaType.valueOf("text/csv"))
                    .expectStatus()
                    .isOk();
        }
        call(limited, HttpMethod.POST, "/api/v1/tasks/in-lost/retry", MediaType.APPLICATION_JSON)
                .expectStatus()
                .isAccepted();
        call(limited, HttpMethod.DELETE, "/api/v1/tasks/in-pending", MediaType.APPLICATION_JSON)
                .expectStatus()
                .isNoContent();
        send("/api/v1/tasks", Map.of("serialNumber", "IN2", "taskId", "new"))
                .expectStatus()
                .isCreated();
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/gateways/OUT1/tests", "/api/v1/gateways/OUT1/history"})
    void tablesOfGatewaysOutsideAreA404(String table) {
        call(limited, HttpMethod.GET, table, MediaType.valueOf("text/csv"))
                .expectStatus()
                .isNotFound();
    }

    @Test
    void namesAreGivenOnlyInside() {
        http.put()
                .uri("/api/v1/gateways/OUT1")
                .headers(headers -> headers.setBearerAuth(limited))
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("name", "mine", "site", "here"))
                .exchange()
                .expectStatus()
                .isNotFound();
        get("/api/v1/gateways/OUT1").expectBody().jsonPath("$.name").isEmpty();
    }

    @Test
    void aTaskForAGatewayOutsideIsA404WhetherThatIsThereOrNot() {
        for (String serial : List.of(OUTSIDE, "OUT2")) {
            send("/api/v1/tasks", Map.of("serialNumber", serial, "taskId", "t"))
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.detail")
                    .isEqualTo("There is no gateway " + serial + ".");
        }
        String batch = text(send(
                "/api/v1/tasks/batch",
                Map.of(
                        "tasks",
                        List.of(
                                Map.of("serialNumber", OUTSIDE, "taskId", "t"),
                                Map.of("serialNumber", INSIDE, "taskId", "u")))));
        assertThat(batch).contains("\"invalid\"", "There is no gateway OUT1.", "\"created\"");
        assertThat(jdbc.sql("select count(*) from gateway where serial_number = 'OUT2'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aTakenTaskIdDoesNotSayWhose() {
        Map<String, String> taken = Map.of("serialNumber", INSIDE, "taskId", "out-pending");
        String one = text(send("/api/v1/tasks", taken).expectStatus().isEqualTo(409));
        String many = text(send("/api/v1/tasks/batch", Map.of("tasks", List.of(taken))));
        assertThat(one).contains("Task id out-pending cannot be used.").doesNotContain(OUTSIDE, "protocol");
        assertThat(many).contains("Task id out-pending cannot be used.").doesNotContain(OUTSIDE, "protocol");
    }

    @Test
    void whoHasNoGatewaySeesNone() {
        String nobody = token("viewer", "NONE");
        assertThat(text(call(nobody, HttpMethod.GET, "/api/v1/gateways", MediaType.APPLICATION_JSON)))
                .isEqualTo("{\"items\":[]}");
        assertThat(text(call(nobody, HttpMethod.GET, "/api/v1/tasks", MediaType.APPLICATION_JSON)))
                .isEqualTo("{\"items\":[]}");
    }

    /** A table that comes later has one, too, or limited callers could not read it. */
    @Test
    void everyTableOfReadersHasItsView() {
        assertThat(jdbc.sql("""
                        select t.table_name || '.' || t.column_name from information_schema.columns t
                             join pg_class c on c.oid = to_regclass('public.' || quote_ident(t.table_name))
                        where t.table_schema = 'public' and c.relkind in ('r', 'p') and not c.relispartition
                          and t.table_name not in ('api_token', 'spring_session', 'spring_session_attributes',
                              'flyway_schema_history')
                        except
                        select table_name || '.' || column_name from information_schema.columns
                        where table_schema = 'public_scoped'
                        """).query(String.class).list()).isEmpty();
    }
}
