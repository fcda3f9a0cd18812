package io.gatewatch.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.fge.jackson.JsonLoader;
import io.gatewatch.WrittenPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of values and their schema say what values.yaml says. */
class ChartDocsTest {

    /** One value: its whole name, its default as written, what is said of it. */
    record Value(String name, String otherwise, String words) {

        String row() {
            String shown = otherwise.isEmpty() ? "see values.yaml" : "`" + otherwise + "`";
            return "| `" + name + "` | " + shown + " | " + words + " |";
        }
    }

    @Test
    void theReadmeListsEveryValueWithItsDefaultAndMeaning() throws IOException {
        String table = values().stream()
                .map(Value::row)
                .collect(Collectors.joining("\n", "| Value | Default | Meaning |\n|---|---|---|\n", "\n"));
        new WrittenPart(Chart.DIRECTORY.resolve("README.md"), "values").mustSay(table);
    }

    @Test
    void everyValueHasAPlaceInTheSchema() throws IOException {
        JsonNode schema = JsonLoader.fromPath(
                Chart.DIRECTORY.resolve("values.schema.json").toString());
        assertThat(values()).hasSizeGreaterThan(50).allSatisfy(value -> {
            JsonNode here = schema;
            for (String step : value.name().split("[.]")) {
                here = here.path("properties").path(step);
            }
            assertThat(here.isMissingNode()).as(value.name()).isFalse();
        });
    }

    /** From the lines of values.yaml: a comment that begins with "-- " belongs to the value below it. */
    private static List<Value> values() throws IOException {
        List<Value> values = new ArrayList<>();
        List<String> lines = Files.readAllLines(Path.of("helm/gatewatch/values.yaml"));
        String parent = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.matches("[a-zA-Z]+:")) {
                parent = line.replace(":", ".");
            }
            if (line.strip().startsWith("# -- ")) {
                String value = lines.get(i + 1);
                String name = value.strip().replaceFirst(":.*", "");
                String prefix = value.startsWith(" ") ? parent : "";
                String otherwise = value.strip().replaceFirst("^[a-zA-Z]+: ?", "");
                values.add(new Value(prefix + name, otherwise, line.strip().substring(5)));
            }
        }
        return values;
    }
}
