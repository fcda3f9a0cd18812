package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;

/** Hundreds of requests drawn by chance, the same every time: none may fail here, and what is taken in must be sane. */
class AnythingTest extends World {

    private static final List<String> FIELDS = List.of(
            "serialNumber", "taskId", "protocol", "location", "url", "startTime", "count", "interval", "tasks", "x");
    private static final List<String> TEXTS = List.of(
            "",
            "G",
            "t1",
            "t2",
            "t3",
            "http",
            "https",
            "..",
            "a/b",
            "\\u0000",
            "\\ud800",
            "\\ud83d\\ude00",
            "ä",
            "null",
            "2025-05-20T14:06:28Z",
            "0001-01-01T00:00:00+18:00",
            "9999-12-31T23:59:59.999999999Z",
            "http://x/?a=b#c",
            "/network-troubleshooting/v1/gateways/G/http/async-operations/t4",
            "' or 1=1 --",
            "%00",
            "\\n",
            "x".repeat(70));
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "0",
            "1",
            "-1",
            "7",
            "100",
            "101",
            "2.0",
            "1e3",
            "1e400",
            "99999999999999999999",
            "123456789012345678901234567890.5");
    private static final List<String> QUERIES = List.of(
            "",
            "?limit=1",
            "?limit=-1",
            "?limit=2147483648",
            "?state=pending",
            "?state=%00",
            "?serialNumber=G",
            "?serialNumber=%F0%9F%98%80",
            "?cursor=AAAA",
            "?cursor=%00",
            "?cursor=MjAyNS0wNS0yMVQxMjowMDowMFoKYQ",
            "?x=%ff");
    private static final List<String> ENDS = List.of(
            "",
            "",
            "",
            "",
            "/batch",
            "/batch",
            "/batch",
            "/t1",
            "/t2/retry",
            "/t3",
            "/..%2e",
            "/%20",
            "/%C3%A4",
            "/x/y/z");

    private final Random random = new Random(20250520);

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 8)) {
            case 0, 1, 2, 3 -> "\"" + any(TEXTS) + "\"";
            case 4, 5 -> any(SCALARS);
            case 6 -> "[" + list(depth, false) + "]";
            default -> "{" + list(depth, true) + "}";
        };
    }

    private String list(int depth, boolean named) {
        return IntStream.range(0, random.nextInt(7))
                .mapToObj(i -> (named ? "\"" + any(FIELDS) + "\": " : "") + value(depth + 1))
                .collect(Collectors.joining(", "));
    }

    /** Mostly a task, with one thing about it that may be wrong. */
    private String task() {
        return "{\"serialNumber\": \"G\", \"taskId\": \"" + any(TEXTS) + "\", \"" + any(FIELDS) + "\": " + value(1)
                + "}";
    }

    private String body() {
        String json = "{" + list(0, true) + "}";
        return switch (random.nextInt(8)) {
            case 0 -> value(0);
            case 1 -> json.substring(random.nextInt(json.length()));
            case 2, 3 -> "{\"tasks\": [" + task() + ", " + value(1) + ", " + task() + "]}";
            case 4 -> json;
            default -> task();
        };
    }

    private EntityExchangeResult<byte[]> send() {
        HttpMethod method = any(List.of(
                HttpMethod.GET,
                HttpMethod.POST,
                HttpMethod.POST,
                HttpMethod.POST,
                HttpMethod.DELETE,
                HttpMethod.HEAD,
                HttpMethod.OPTIONS,
                HttpMethod.PUT));
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/tasks" + any(ENDS) + any(QUERIES));
        return http.method(method)
                .uri(uri)
                .headers(headers -> headers.setBasicAuth("otto", "operator"))
                .contentType(random.nextInt(20) == 0 ? MediaType.TEXT_PLAIN : MediaType.APPLICATION_JSON)
                .body(body())
                .exchange()
                .returnResult(byte[].class);
    }

    @Test
    void noRequestFailsHereAndWhatIsTakenInIsSane() {
        for (int i = 0; i < 500; i++) {
            EntityExchangeResult<byte[]> result = send();
            assertThat(result.getStatus().value()).as(result::toString).isLessThan(500);
        }
        int tasks = jdbc.sql("select count(*) from task").query(Integer.class).single();
        int sane = jdbc.sql("""
                        select count(*) from task t join gateway g on g.id = t.gateway_id
                        where t.task_id ~ '^[A-Za-z0-9._-]{1,64}$' and t.task_id not in ('.', '..')
                          and g.serial_number ~ '^[A-Za-z0-9-]{1,64}$' and t.due_at between t.registered_at and t.deadline_at
                        """).query(Integer.class).single();
        assertThat(tasks).isGreaterThan(3);
        assertThat(sane).isEqualTo(tasks);
        get("/api/v1/tasks?limit=500").expectStatus().isOk();
    }
}
