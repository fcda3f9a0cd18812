package io.gatewatch.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What every alert that is shipped has: who to wake, what to read, and a test of each of its three ways. */
class ShippedRulesTest {

    private static final Path RULES = Path.of("helm", "gatewatch", "rules");
    private static final String RUNBOOKS = "https://github.com/gatewatch/gatewatch/blob/main/";

    @Test
    void everyAlertSaysHowBadItIsAndWhatToRead() throws IOException {
        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            Map<String, String> notes = texts(alert.get("annotations"));
            assertThat(texts(alert.get("labels")).get("severity")).isIn("critical", "warning", "info");
            assertThat(notes).containsOnlyKeys("summary", "description", "runbook_url");
            assertThat(notes.get("runbook_url")).startsWith(RUNBOOKS);
            assertThat(Path.of(notes.get("runbook_url").substring(RUNBOOKS.length())))
                    .isRegularFile();
        });
    }

    @Test
    void everyAlertIsTestedFiringAndNotFiringBeforeAndAfter() throws IOException {
        Map<String, List<Boolean>> tested = tests().stream()
                .collect(Collectors.groupingBy(
                        test -> (String) test.get("alertname"),
                        Collectors.mapping(test -> test.containsKey("exp_alerts"), Collectors.toList())));
        assertThat(alerts())
                .allSatisfy(alert -> assertThat(tested.getOrDefault(alert.get("alert"), List.of()))
                        .as("%s", alert.get("alert"))
                        .containsSubsequence(false, true, false));
    }

    @Test
    void everyThresholdIsUsedAndNoneIsMissing() throws IOException {
        Set<String> defined = rules("thresholds.yaml").stream()
                .map(rule -> (String) rule.get("record"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> used = new TreeSet<>();
        for (String file : List.of("recording.yaml", "gateway-alerts.yaml", "service-alerts.yaml")) {
            Pattern.compile("gatewatch:threshold:\\w+")
                    .matcher(Files.readString(RULES.resolve(file)))
                    .results()
                    .forEach(name -> used.add(name.group()));
        }
        assertThat(used).isEqualTo(defined);
    }

    private static List<Map<String, Object>> alerts() throws IOException {
        return Stream.of(rules("gateway-alerts.yaml"), rules("service-alerts.yaml"))
                .flatMap(List::stream)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules(String file) throws IOException {
        List<Map<String, Object>> groups =
                (List<Map<String, Object>>) read(file).get("groups");
        return groups.stream()
                .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> tests() throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(RULES)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith("_test.yaml")).toList()) {
                for (Map<String, Object> test : (List<Map<String, Object>>)
                        read(file.getFileName().toString()).get("tests")) {
                    all.addAll((List<Map<String, Object>>) test.get("alert_rule_test"));
                }
            }
        }
        return all;
    }

    private static Map<String, Object> read(String file) throws IOException {
        return new Yaml().load(Files.readString(RULES.resolve(file)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> texts(Object map) {
        return (Map<String, String>) map;
    }
}
