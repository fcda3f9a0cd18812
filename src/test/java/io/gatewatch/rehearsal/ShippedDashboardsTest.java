package io.gatewatch.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What every dashboard that is shipped keeps to; whether its queries have data, {@link AlertRehearsal} tells. */
class ShippedDashboardsTest {

    private static final Pattern METRIC = Pattern.compile("\\b(gateway|gatewatch)_[a-z_]+");

    private static List<Dashboard> all() throws IOException {
        return Dashboard.all(Path.of("helm", "gatewatch", "dashboards"));
    }

    private static List<JsonNode> panels(Dashboard dashboard) {
        List<JsonNode> panels = new ArrayList<>();
        dashboard.json().path("panels").forEach(panels::add);
        return panels.stream()
                .filter(panel -> !panel.path("type").asString().equals("row"))
                .toList();
    }

    @Test
    void thereAreThree() throws IOException {
        assertThat(all())
                .extracting(dashboard -> dashboard.json().path("uid").asString())
                .containsExactly("gatewatch-fleet", "gatewatch-gateway", "gatewatch-service");
    }

    @Test
    void noDatasourceIsBurntIn() throws IOException {
        for (Dashboard dashboard : all()) {
            assertThat(dashboard.json().findValues("datasource"))
                    .isNotEmpty()
                    .allSatisfy(
                            source -> assertThat(source.path("uid").asString()).isEqualTo("${datasource}"));
        }
    }

    @Test
    void everyPanelSaysWhatItShowsInWhichUnitAndWhere() throws IOException {
        for (Dashboard dashboard : all()) {
            Set<Integer> ids = new HashSet<>();
            assertThat(panels(dashboard)).isNotEmpty().allSatisfy(panel -> {
                String title = dashboard.name() + ": " + panel.path("title").asString();
                JsonNode field = panel.path("fieldConfig");
                assertThat(panel.path("description").asString()).as(title).isNotBlank();
                assertThat(field.path("defaults").has("unit")
                                || !field.findValues("properties").isEmpty()
                                || field.path("defaults").has("mappings"))
                        .as(title)
                        .isTrue();
                assertThat(panel.path("gridPos").path("x").asInt()
                                + panel.path("gridPos").path("w").asInt())
                        .as(title)
                        .isLessThanOrEqualTo(24);
                assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
            });
        }
    }

    @Test
    void everyMetricOfADashboardIsDocumented() throws IOException {
        String documented = Files.readString(Path.of("docs", "metrics.md"));
        for (Dashboard dashboard : all()) {
            for (String query : dashboard.queries("CN1")) {
                METRIC.matcher(query)
                        .results()
                        .map(metric -> metric.group().replaceFirst("_(bucket|sum|count)$", ""))
                        .forEach(metric -> assertThat(documented).as(query).contains(metric));
            }
        }
    }
}
