package io.gatewatch;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.api.Test;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/configuration.md says of each setting what the code says of it. */
class SettingsDocsTest {

    private static final Map<String, String> KINDS = Map.of(
            "ApiVersion", "`v1alpha1`, `v1`",
            "Boolean", "`true`, `false`",
            "DataSize", "size",
            "Double", "number",
            "Duration", "duration",
            "Integer", "whole number",
            "List", "list",
            "Long", "whole number",
            "String", "text",
            "URI", "address");

    /** One setting as the metadata describe it. */
    record Setting(String name, String type, String source, String otherwise, String meaning) {

        static Setting of(JsonNode property) {
            return new Setting(
                    property.get("name").asString(),
                    property.get("type").asString(),
                    property.path("sourceType").asString(""),
                    property.path("defaultValue").asString(""),
                    StringUtils.capitalize(property.path("description").asString("")));
        }

        String room() {
            return name.substring(0, name.lastIndexOf('.'));
        }

        String kind() {
            return KINDS.get(type.replaceAll("<.*", "").replaceAll(".*[.$]", ""));
        }

        private String environment() {
            return name.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
        }

        String row() {
            return "| `%s`<br>`%s` | %s | %s | %s | %s |\n"
                    .formatted(name, environment(), kind(), code(otherwise), code(least()), meaning);
        }

        private static String code(String text) {
            return text.isEmpty() ? "-" : "`" + text + "`";
        }

        /** The least that is taken, as the record of the settings says it. */
        private String least() {
            for (AnnotatedElement part : parts()) {
                if (part.isAnnotationPresent(Min.class)) {
                    return String.valueOf(part.getAnnotation(Min.class).value());
                }
                if (part.isAnnotationPresent(DecimalMin.class)) {
                    return part.getAnnotation(DecimalMin.class).value();
                }
                if (part.isAnnotationPresent(DurationMin.class)) {
                    return least(part.getAnnotation(DurationMin.class));
                }
            }
            return "";
        }

        private static String least(DurationMin bound) {
            Duration least = Duration.ofMinutes(bound.minutes())
                    .plusSeconds(bound.seconds())
                    .plusMillis(bound.millis());
            return least.toMillis() % 1000 == 0 ? least.toSeconds() + "s" : least.toMillis() + "ms";
        }

        private List<? extends AnnotatedElement> parts() {
            return source.isEmpty()
                    ? List.of()
                    : Stream.of(ClassUtils.resolveClassName(source, null).getDeclaredFields())
                            .filter(field -> field.getName()
                                    .equalsIgnoreCase(
                                            name.substring(room().length() + 1).replace("-", "")))
                            .toList();
        }
    }

    @Test
    void theReferenceHoldsEverySettingWithItsDefaultBoundAndMeaning() throws IOException {
        List<Setting> settings = settings();
        assertThat(settings).hasSizeGreaterThan(25).allSatisfy(setting -> {
            assertThat(setting.meaning())
                    .as(setting.name())
                    .hasSizeGreaterThan(20)
                    .doesNotContain("{@", "<code>");
            assertThat(setting.kind()).as(setting.type()).isNotNull();
        });
        StringBuilder text = new StringBuilder();
        settings.stream()
                .collect(groupingBy(Setting::room, TreeMap::new, toList()))
                .forEach((room, ofRoom) -> {
                    text.append("\n## ").append(room);
                    text.append("\n\n| Setting | What | Default | Least | Meaning |\n|---|---|---|---|---|\n");
                    ofRoom.forEach(setting -> text.append(setting.row()));
                });
        new WrittenPart(Path.of("docs/configuration.md"), "settings")
                .mustSay(text.append("\n").toString());
    }

    private static List<Setting> settings() throws IOException {
        try (InputStream metadata = SettingsDocsTest.class
                .getClassLoader()
                .getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
            return new JsonMapper()
                    .readTree(metadata)
                    .get("properties")
                    .valueStream()
                    .map(Setting::of)
                    .filter(setting -> setting.name().startsWith("gatewatch."))
                    .toList();
        }
    }
}
