package io.gatewatch;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/licences.md names every library of the jar, as its bill of materials does. */
class LicencesDocsTest {

    /** One library, and the licences that it may be taken under. */
    record Library(String group, String name, String licence) {

        static Library of(JsonNode component) {
            String licences = component
                    .path("licenses")
                    .valueStream()
                    .map(choice -> choice.has("expression") ? choice.get("expression") : named(choice.get("license")))
                    .map(JsonNode::asString)
                    .sorted()
                    .collect(joining(" or "));
            return new Library(
                    component.get("group").asString(), component.get("name").asString(), licences);
        }

        private static JsonNode named(JsonNode licence) {
            return licence.has("id") ? licence.get("id") : licence.get("name");
        }
    }

    @Test
    void theListIsThatOfTheBillOfMaterials() throws IOException {
        SbomTest.mustBeMade();
        List<Library> libraries = libraries();
        assertThat(libraries)
                .hasSizeGreaterThan(100)
                .allSatisfy(library -> assertThat(library.licence())
                        .as("the licence of " + library)
                        .isNotBlank());
        new WrittenPart(Path.of("docs/licences.md"), "libraries").mustSay(text(libraries));
    }

    private static String text(List<Library> libraries) {
        StringBuilder text = new StringBuilder();
        libraries.stream()
                .collect(groupingBy(Library::licence, TreeMap::new, toList()))
                .forEach((licence, under) -> {
                    text.append("\n## ").append(licence).append("\n\n| Group | Libraries |\n|---|---|\n");
                    under.stream()
                            .collect(groupingBy(Library::group, TreeMap::new, mapping(Library::name, joining("`, `"))))
                            .forEach((group, names) -> text.append("| `")
                                    .append(group)
                                    .append("` | `")
                                    .append(names)
                                    .append("` |\n"));
                });
        return text.append("\n").toString();
    }

    private static List<Library> libraries() throws IOException {
        try (InputStream bill = new ClassPathResource("META-INF/sbom/application.cdx.json").getInputStream()) {
            return new JsonMapper()
                    .readTree(bill)
                    .get("components")
                    .valueStream()
                    .filter(component -> !component.path("scope").asString("").equals("optional"))
                    .map(Library::of)
                    .sorted(comparing(Library::name))
                    .toList();
        }
    }
}
