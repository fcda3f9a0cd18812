package io.gatewatch.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What {@code helm test} runs in the cluster, run here against the application. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.ENGINE_MISSING)
class ChartTestPodTest extends World {

    @LocalServerPort
    private int port;

    private String script() throws IOException {
        return Chart.least()
                .testPod()
                .text("spec", "containers", 0, "args", 0)
                .replace("expect noc-gatewatch-management 8081", "expect 127.0.0.1 " + managementPort)
                .replace("expect noc-gatewatch 8080", "expect 127.0.0.1 " + port);
    }

    private static String run(String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-euc", script)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said + "ended with " + bash.exitValue();
    }

    @Test
    void passesWhereTheServiceIsUp() throws Exception {
        assertThat(run(script())).contains("/api/v1/status says  401").endsWith("ended with 0");
    }

    @Test
    void failsWhereItIsNot() throws Exception {
        String elsewhere = script().replace("/actuator/prometheus", "/actuator/beans");
        assertThat(run(elsewhere))
                .contains("/actuator/beans does not say gatewatch_tasks")
                .endsWith("ended with 1");
    }
}
