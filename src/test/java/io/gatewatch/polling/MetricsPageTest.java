package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.ScriptedAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/metrics.md against a live scrape: every metric with its type and labels, and none besides. */
class MetricsPageTest extends Rounds {

    private static final Path PAGE = Path.of("docs", "metrics.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| `(gat[a-z_]+)` \\| (\\w+) \\| ([a-z, ]*)\\|", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("^# TYPE (gat[a-z_]+) (\\w+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("[{,]([a-z_]+)=\"");
    private static final Set<String> OF_A_TARGET = Set.of("serial", "url", "protocol");

    private String everything() {
        settle();
        settle();
        task(RUNNING);
        return scrape();
    }

    private void settle() {
        task(ScriptedAnswer.json(
                200,
                wire("completed.json")
                        .replaceAll("\"startTime\": *\"[^\"]*\"", "\"startTime\": \"" + clock.instant() + "\"")
                        .replaceAll("\"endTime\": *\"[^\"]*\"", "\"endTime\": \"" + clock.instant() + "\"")));
        clock.advance(Duration.ofSeconds(5));
        round.step(10);
    }

    @Test
    void everyMetricIsThereWithItsTypeAndLabels() throws IOException {
        assertThat(documented()).isEqualTo(scraped(everything()));
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> metrics = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            Set<String> labels = Arrays.stream(row.group(3).split(","))
                    .map(String::strip)
                    .filter(label -> !label.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
            if (row.group(1).startsWith("gateway_http_test_")) {
                labels.addAll(OF_A_TARGET);
            }
            metrics.put(row.group(1), row.group(2) + " " + labels);
        }
        return metrics;
    }

    private static Map<String, String> scraped(String text) {
        Map<String, String> metrics = new TreeMap<>();
        Matcher type = TYPE.matcher(text);
        while (type.find()) {
            String name = type.group(1);
            metrics.put(name, type.group(2) + " " + labels(text, name));
        }
        return metrics;
    }

    private static Set<String> labels(String text, String name) {
        Pattern sample = Pattern.compile("^" + name + "(_bucket|_sum|_count)?\\{.*", Pattern.MULTILINE);
        Set<String> labels = new TreeSet<>();
        sample.matcher(text)
                .results()
                .forEach(line -> LABEL.matcher(line.group()).results().forEach(label -> labels.add(label.group(1))));
        return labels;
    }
}
