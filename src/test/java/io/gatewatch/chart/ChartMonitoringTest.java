package io.gatewatch.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.Yaml;

/** Rules and dashboards are plain files that come out of the chart as they are. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.ENGINE_MISSING)
class ChartMonitoringTest {

    private static final Path KEPT = Path.of("target", "chart", "rules");

    private static final Chart.Values ON =
            Chart.least().and("prometheusRule: {enabled: true}\ndashboards: {enabled: true}");

    private static final String RULES = """
            groups:
              - name: a
                rules:
                  - alert: Broken
                    expr: up == 0
                    labels: {severity: critical}
                    annotations: {summary: '{{ $labels.serial }} is {{ $value | humanizePercentage }}'}
                  - record: a:b
                    expr: vector(1)
              - name: b
                rules: [{alert: Odd, expr: vector(1)}]
            """;

    private static List<Manifest> rules(String more, Map<String, String> files) {
        return ON.and(more).renderWith(files).stream()
                .filter(each -> each.kind().equals("PrometheusRule"))
                .toList();
    }

    private static Manifest rule(String more) {
        return rules(more, Map.of("rules/made_up.yaml", RULES)).stream()
                .filter(each -> each.name().equals("noc-gatewatch-made-up"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rulesComeOutAsTheyAreBracesAndAll() throws Exception {
        Manifest rule = rule("{}");
        Shapes.check(rule);
        assertThat(rule.at("spec")).isEqualTo(new Yaml().load(RULES));
    }

    @Test
    void alertsCanBeLeftOutAndLabelled() {
        Manifest rule = rule("prometheusRule: {disabled: [Odd], alertLabels: {team: noc}}");
        assertThat((List<?>) rule.at("spec", "groups")).hasSize(1);
        assertThat(rule.at("spec", "groups", 0, "rules", 0, "labels"))
                .isEqualTo(Map.of("severity", "critical", "team", "noc"));
        assertThat(rule.at("spec", "groups", 0, "rules", 1, "labels")).isNull();
    }

    @Test
    void alertsMayLinkToACopyOfTheRunbooks() {
        assertThat(rules("prometheusRule: {runbooks: 'https://wiki.example.com/noc'}", Map.of()))
                .anyMatch(
                        rule -> rule.at("spec").toString().contains("https://wiki.example.com/noc/GatewatchAbsent.md"))
                .noneMatch(rule -> rule.at("spec").toString().contains("docs/runbooks"));
    }

    @Test
    void testsOfRulesStayAtHome() {
        assertThat(rules("{}", Map.of("rules/made_up.yaml", RULES, "rules/made_up_test.yaml", "tests: []")))
                .extracting(Manifest::name)
                .contains("noc-gatewatch-made-up")
                .noneMatch(name -> name.endsWith("test"));
    }

    /** Those that there are, and one made up, so that braces and dollars are tried in any case. */
    static List<Path> dashboards() throws IOException {
        Path directory = Chart.DIRECTORY.resolve("dashboards");
        try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
            return Stream.concat(files, Stream.of(Path.of("dashboards", "made_up.json")))
                    .filter(file -> file.toString().endsWith(".json"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void dashboardsComeOutAsTheyAre(Path dashboard) throws Exception {
        String file = dashboard.getFileName().toString();
        String text = Files.exists(dashboard) ? Files.readString(dashboard) : "{\"a\": \"{{serial}} $__range\"}\n";
        Manifest map = ON.renderWith(Map.of("dashboards/" + file, text)).stream()
                .filter(each -> each.at("data", file) != null)
                .findFirst()
                .orElseThrow();
        Shapes.check(map);
        var json = new ObjectMapper();
        assertThat(json.readTree(map.text("data", file))).isEqualTo(json.readTree(text));
        assertThat(map.at("metadata", "labels", "grafana_dashboard")).isEqualTo("1");
        assertThat(text.length()).as("a ConfigMap holds 1 MiB").isLessThan(1_000_000);
    }

    @Test
    void everyRuleFileThatThereIsComesOut() throws Exception {
        FileSystemUtils.deleteRecursively(KEPT);
        List<Path> files = ruleFiles();
        List<Manifest> rules = rules("{}", Map.of());
        assertThat(rules).hasSameSizeAs(files);
        for (Path file : files) {
            String end = file.getFileName().toString().replace(".yaml", "").replace('_', '-');
            Manifest rule = rules.stream()
                    .filter(each -> each.name().endsWith(end))
                    .findFirst()
                    .orElseThrow();
            Shapes.check(rule);
            assertThat(rule.at("spec")).isEqualTo(new Yaml().load(Files.readString(file)));
            keep(file, rule);
        }
    }

    /** For promtool, which the gate asks what it thinks of the rules as a cluster gets them. */
    private static void keep(Path file, Manifest rule) throws IOException {
        Files.createDirectories(KEPT);
        Files.writeString(KEPT.resolve(file.getFileName()), new Yaml().dump(rule.at("spec")));
    }

    private static List<Path> ruleFiles() {
        Path directory = Chart.DIRECTORY.resolve("rules");
        try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.toString().endsWith("_test.yaml"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
