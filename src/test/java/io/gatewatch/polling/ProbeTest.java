package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.ScriptedAnswer;
import io.gatewatch.web.RawHttp;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Holds what blackbox dashboards see of a gateway's newest test. */
@TestPropertySource(properties = "management.endpoint.probe.access=read-only")
class ProbeTest extends Rounds {

    private static final ScriptedAnswer FAILED = ScriptedAnswer.json(
            200, "{\"status\": \"FAILED\", \"progressPercent\": 100, \"output\": null, \"failReason\": \"No uplink\"}");

    private RawHttp.Reply probe(String query) {
        return RawHttp.ask(managementPort, RawHttp.head("GET /actuator/probe" + query, "nobody:"));
    }

    private ScriptedAnswer completedNow() {
        return ScriptedAnswer.json(
                200,
                wire("completed.json")
                        .replaceAll("\"startTime\": *\"[^\"]*\"", "\"startTime\": \"" + clock.instant() + "\"")
                        .replaceAll("\"endTime\": *\"[^\"]*\"", "\"endTime\": \"" + clock.instant() + "\""));
    }

    private void settle(ScriptedAnswer answer) {
        task(answer);
        clock.advance(Duration.ofSeconds(5));
        round.step(10);
    }

    @Test
    void theNewestTestSpeaks() {
        settle(FAILED);
        clock.advance(Duration.ofMinutes(1));
        settle(completedNow());
        assertThat(probe("?target=" + GATEWAY).text())
                .contains("Content-Type: text/plain;version=0.0.4")
                .contains("# TYPE probe_success gauge\nprobe_success 1.0\n")
                .contains("probe_http_status_code 200.0\n")
                .contains("probe_duration_seconds 0.407\n");
    }

    @Test
    void aFailedTestHasNoDurationAndNoStatus() {
        settle(completedNow());
        clock.advance(Duration.ofMinutes(1));
        settle(FAILED);
        assertThat(probe("?target=" + GATEWAY).text())
                .contains("probe_success 0.0\n")
                .contains("probe_http_status_code 0.0\n")
                .doesNotContain("probe_duration_seconds");
    }

    @Test
    void aGatewayWithoutATestIsNotThere() {
        register("waits");
        assertThat(probe("?target=" + GATEWAY).status()).isEqualTo(404);
        assertThat(probe("?target=NOBODY").status()).isEqualTo(404);
    }

    @Test
    void whoNamesNoTargetIsTold() {
        assertThat(probe("").status()).isEqualTo(400);
    }
}
