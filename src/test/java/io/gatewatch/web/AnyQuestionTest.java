package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.ApiDocument;
import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/** Hundreds of questions drawn by chance, the same every time, to every call that the document says can be read. */
class AnyQuestionTest extends ResultsWorld {

    private static final List<String> NONSENSE = List.of(
            "",
            " ",
            "x",
            "0",
            "-1",
            "1.5",
            "1e9",
            "501",
            "+7",
            "٧",
            "2147483648",
            "99999999999999999999",
            "null",
            "[]",
            "..",
            "a/b",
            "a_b",
            "%",
            "%00",
            "\u0000",
            "\n",
            "ä",
            "😀",
            "' or 1=1 --",
            "HTTP",
            "Finished",
            "P",
            "PT0S",
            "PT1S",
            "-PT1H",
            "P400D",
            "P999999999999999999D",
            "0001-01-01T00:00:00+18:00",
            "9999-12-31T23:59:59.999999999Z",
            "2025-02-30T00:00:00Z",
            "2025-05-20",
            "Mars/Olympus",
            "+01:00",
            "MjAyNS0wNS0yMVQxMjowMDowMFoKYQ",
            "x".repeat(3000));
    private static final Map<String, List<String>> SENSE = Map.ofEntries(
            Map.entry("version", List.of("v1", "v1alpha1")),
            Map.entry("serialNumber", List.of("GW1", "GW1", "GW2")),
            Map.entry("taskId", List.of("t1", "t2")),
            Map.entry("protocol", List.of("http", "https")),
            Map.entry("limit", List.of("1", "2", "500")),
            Map.entry("window", List.of("PT1M", "PT1H", "P31D")),
            Map.entry("step", List.of("PT1H", "PT15M", "P1D")),
            Map.entry("from", List.of("2025-05-21T00:00:00Z", "2025-05-20T12:30:00+02:00")),
            Map.entry("to", List.of("2025-05-21T12:00:00Z", "2025-05-22T00:00:00.5Z")),
            Map.entry("timeZone", List.of("UTC", "Europe/Berlin")),
            Map.entry("sort", List.of("successRate", "latency", "lastTest")),
            Map.entry("state", List.of("pending", "finished")),
            Map.entry("outcome", List.of("success", "failure")));

    /** What a table, which is never a page, does not look at. */
    private static final List<String> OF_PAGES = List.of("limit", "cursor");

    private final Random random = new Random(20250520);
    private final Map<Integer, Integer> answers = new HashMap<>();

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String value(String name) {
        return UriUtils.encode(
                any(random.nextInt(3) > 0 ? SENSE.getOrDefault(name, NONSENSE) : NONSENSE), StandardCharsets.UTF_8);
    }

    private String question(ApiDocument document, ApiDocument.Operation operation, MediaType type) {
        String path = operation.path();
        while (path.contains("{")) {
            String name = path.replaceAll("(?s)^[^{]*\\{(\\w+)}.*$", "$1");
            path = path.replace("{" + name + "}", value(name));
        }
        String query = operation
                .description()
                .path("parameters")
                .valueStream()
                .map(document::resolved)
                .filter(parameter -> parameter.get("in").asString().equals("query"))
                .map(parameter -> parameter.get("name").asString())
                .filter(name -> !(type.getSubtype().equals("csv") && OF_PAGES.contains(name)))
                .filter(name -> random.nextInt(3) == 0)
                .map(name -> name + "=" + value(name))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private MediaType type(ApiDocument.Operation operation) {
        JsonNode content = operation.description().at("/responses/200/content");
        return MediaType.parseMediaType(any(List.copyOf(content.propertyNames())));
    }

    @Test
    void noQuestionFailsHereAndNoneThatIsForbiddenIsAnswered() {
        record(
                Told.test("t1", NOON.minusSeconds(1200)),
                Told.test("t2", NOON.minusSeconds(600)).of("GW2").unanswered());
        register("t1");
        ApiDocument document = ApiDocument.read(get("/v3/api-docs"));
        for (ApiDocument.Operation operation : document.operations()) {
            for (int i = 0; operation.method().equals("GET") && i < 40; i++) {
                ask(document, operation);
            }
        }
        assertThat(answers.keySet()).contains(200, 400, 404);
        assertThat(answers.get(200)).isGreaterThan(100);
    }

    private void ask(ApiDocument document, ApiDocument.Operation operation) {
        MediaType type = type(operation);
        URI uri = URI.create("http://127.0.0.1:" + port + question(document, operation, type));
        EntityExchangeResult<byte[]> answer = http.get()
                .uri(uri)
                .headers(headers -> headers.setBasicAuth("vera", "viewer"))
                .accept(type)
                .exchange()
                .returnResult(byte[].class);
        int status = answer.getStatus().value();
        answers.merge(status, 1, Integer::sum);
        assertThat(status).as(answer::toString).isLessThan(500);
        if (status < 300) {
            document.expectDescribed(answer);
        }
    }
}
