package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.ScriptedAnswer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever Central sends of a test that ended is stored, once, counted the same everywhere, and given back as it was. */
class GeneratedDocumentsTest extends Rounds {

    private static final int DOCUMENTS = 150;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern UNFIT = Pattern.compile("\0|[\\x{D800}-\\x{DFFF}]");

    @Test
    void allAreStoredCountedAndGivenBackAsTheyWere() {
        Map<String, String> sent = finishAll(new RandomDocuments(20250520));

        assertThat(rows("http_test")).isEqualTo(DOCUMENTS);
        sent.forEach((id, document) -> assertThat(givenBack(id)).as(document).isEqualTo(clean(document)));
        assertThat(recount("tests")).isEqualTo(recount("hours")).isEqualTo(recount("totals"));
    }

    private Map<String, String> finishAll(RandomDocuments documents) {
        Map<String, String> sent = new LinkedHashMap<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            String document = documents.next();
            sent.put(task(ScriptedAnswer.json(200, document)), document);
        }
        sent.keySet().forEach(this::askWhenDue);
        sent.keySet().forEach(id -> expectState(id, "finished"));
        return sent;
    }

    private JsonNode givenBack(String id) {
        String path = "/network-troubleshooting/v1alpha1/gateways/" + GATEWAY + "/http/async-operations/" + id;
        return JSON.readTree(get(path)
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    /** As sent, but for what no UTF-8 can hold. */
    private static JsonNode clean(String document) {
        String raw = JSON.writeValueAsString(unescaped(JSON.readTree(document)));
        return JSON.readTree(raw);
    }

    private static Object unescaped(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> object = new LinkedHashMap<>();
            node.forEachEntry((name, value) -> object.put(name, unescaped(value)));
            return object;
        }
        if (node.isArray()) {
            return node.valueStream().map(GeneratedDocumentsTest::unescaped).toList();
        }
        return node.isString() ? UNFIT.matcher(node.stringValue()).replaceAll("\uFFFD") : node;
    }

    private String recount(String by) {
        return new TreeMap<>(jdbc.sql(RECOUNTS.get(by)).query().singleRow()).toString();
    }

    private static final Map<String, String> RECOUNTS = Map.of("tests", """
            select count(*) filter (where outcome = 'success') as success,
                   count(*) filter (where outcome = 'partial') as partial,
                   count(*) filter (where outcome = 'failure') as failure,
                   count(success_rate_percent) as rated,
                   coalesce(sum(requests_sent), 0) as sent, coalesce(sum(responses_received), 0) as received,
                   (select coalesce(sum(response_bytes), 0) from response_sample) as bytes
            from http_test
            """, "hours", """
            select sum(successful_tests) as success, sum(partial_tests) as partial, sum(failed_tests) as failure,
                   sum(rated_tests) as rated, sum(requests_sent) as sent, sum(responses_received) as received,
                   sum(response_bytes) as bytes
            from hourly_figures
            """, "totals", """
            select sum(successful_tests) as success, sum(partial_tests) as partial, sum(failed_tests) as failure,
                   sum(rated_tests) as rated, sum(requests_sent) as sent, sum(responses_received) as received,
                   sum(response_bytes) as bytes
            from target_totals
            """);
}
