package io.gatewatch.rehearsal;

import io.gatewatch.World;
import io.gatewatch.simulator.ScriptedAnswer;
import io.gatewatch.simulator.SimulatedCentral;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Gateways that test two urls again and again, until one of them breaks. */
final class Fleet {

    static final List<String> GATEWAYS = List.of("CNREHEARSE1", "CNREHEARSE2", "CNREHEARSE3");
    private static final List<String> URLS = List.of("www.google.com", "https://portal.example.com/login");
    private static final ScriptedAnswer FAILED = ScriptedAnswer.json(
            200, "{\"status\": \"FAILED\", \"progressPercent\": 100, \"output\": null, \"failReason\": \"No uplink\"}");
    private static final ScriptedAnswer RUNNING =
            ScriptedAnswer.json(200, "{\"status\": \"RUNNING\", \"progressPercent\": 20, \"startTime\": null}");

    private final SimulatedCentral central;
    private final RestTestClient gatewatch;
    private final Set<String> broken = ConcurrentHashMap.newKeySet();

    Fleet(SimulatedCentral central, int port) {
        this.central = central;
        // Waits as long as it takes: replicas, Prometheus and this share one machine.
        this.gatewatch = RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
                .baseUrl("http://127.0.0.1:" + port)
                .defaultHeaders(headers -> headers.setBasicAuth("otto", "operator"))
                .build();
    }

    void breakDown(String gateway) {
        broken.add(gateway);
    }

    void mend(String gateway) {
        broken.remove(gateway);
    }

    /** One test of each url by each gateway; its result is there when it is asked for. */
    void test() {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (String gateway : GATEWAYS) {
            for (String url : URLS) {
                String id = UUID.randomUUID().toString();
                central.script(id, broken.contains(gateway) ? FAILED : completed(url));
                tasks.add(Map.of("serialNumber", gateway, "taskId", id, "url", url));
            }
        }
        post(tasks);
    }

    /** A test that takes long, so that there is always a task that waits. */
    void testForLong() {
        String id = UUID.randomUUID().toString();
        central.script(id, RUNNING);
        post(List.of(Map.of("serialNumber", GATEWAYS.get(0), "taskId", id)));
    }

    void name(String gateway, String name, String site) {
        gatewatch
                .put()
                .uri("/api/v1/gateways/" + gateway)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("name", name, "site", site))
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }

    private void post(List<Map<String, String>> tasks) {
        gatewatch
                .post()
                .uri("/api/v1/tasks/batch")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("tasks", tasks))
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static ScriptedAnswer completed(String url) {
        Instant now = Instant.now();
        return ScriptedAnswer.json(
                200,
                World.wire("completed.json")
                        .replaceAll("\"startTime\": *\"[^\"]*\"", "\"startTime\": \"" + now.minusSeconds(2) + "\"")
                        .replaceAll("\"endTime\": *\"[^\"]*\"", "\"endTime\": \"" + now + "\"")
                        .replace("\"www.google.com\"", "\"" + url + "\""));
    }
}
