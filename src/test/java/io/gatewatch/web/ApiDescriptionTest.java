package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import io.gatewatch.ApiDocument;
import io.gatewatch.World;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document names each call that there is and no other, and keeps its own rules. */
class ApiDescriptionTest extends World {

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    private ApiDocument document;

    @BeforeEach
    void readTheDocument() {
        document = ApiDocument.read(get("/v3/api-docs"));
    }

    private static Stream<String> names(RequestMappingInfo mapping) {
        return mapping.getPatternValues().stream()
                .map(path -> path.replaceAll(":[^}]*}", "}"))
                .flatMap(path ->
                        mapping.getMethodsCondition().getMethods().stream().map(method -> method.name() + " " + path));
    }

    @Test
    void itNamesEveryCallThatThereIsAndNoOther() {
        List<String> calls = requestMappingHandlerMapping.getHandlerMethods().entrySet().stream()
                .filter(handler ->
                        handler.getValue().getBeanType().getPackageName().startsWith("io.gatewatch"))
                .flatMap(handler -> names(handler.getKey()))
                .distinct()
                .toList();
        assertThat(document.operations())
                .extracting(ApiDocument.Operation::name)
                .containsExactlyInAnyOrderElementsOf(calls);
    }

    @Test
    void itIsOpenApi30AndEveryCallIsExplained() {
        assertThat(document.json().get("openapi").asString()).startsWith("3.0.");
        for (ApiDocument.Operation operation : document.operations()) {
            assertThat(operation.description().path("summary").asString(""))
                    .as(operation.name())
                    .isNotBlank();
            assertThat(operation.description().get("responses").propertyNames())
                    .as(operation.name())
                    .contains("400", "401", "403", "429", "503");
        }
    }

    @Test
    void everyExampleOfAnAnswerIsOne() {
        for (ApiDocument.Operation operation : document.operations()) {
            operation
                    .description()
                    .get("responses")
                    .properties()
                    .forEach(response -> document.resolved(response.getValue())
                            .path("content")
                            .properties()
                            .forEach(content -> expectNoErrors(
                                    operation.name() + " " + response.getKey(),
                                    document.answered(
                                            operation.method(),
                                            path(operation),
                                            SimpleResponse.Builder.status(Integer.parseInt(response.getKey()))
                                                    .withContentType(content.getKey())
                                                    .withHeader("Location", "/api/v1/tasks/t")
                                                    .withHeader("Retry-After", "5")
                                                    .withHeader("WWW-Authenticate", "Basic")
                                                    .withBody(body(
                                                            content.getValue().get("example")))
                                                    .build()))));
        }
    }

    @Test
    void everyExampleOfABodyIsOne() {
        for (ApiDocument.Operation operation : document.operations()) {
            JsonNode content = operation.description().at("/requestBody/content/application~1json");
            List<JsonNode> examples = content.has("example")
                    ? List.of(content.get("example"))
                    : content.path("examples")
                            .valueStream()
                            .map(example -> example.get("value"))
                            .toList();
            assertThat(examples.isEmpty()).isEqualTo(content.isMissingNode());
            for (JsonNode example : examples) {
                expectNoErrors(
                        operation.name(),
                        document.asked(new SimpleRequest.Builder(operation.method(), path(operation))
                                .withAuthorization("Basic eA==")
                                .withContentType("application/json")
                                .withBody(example.toString())
                                .build()));
            }
        }
    }

    @Test
    void itsPageLoadsFromHereAlone() {
        String page = text("/swagger-ui.html");
        Matcher links = Pattern.compile("(?:href|src)=\"([^\"]+)\"").matcher(page);
        assertThat(links.results().map(link -> link.group(1)).toList())
                .hasSize(4)
                .allSatisfy(link -> assertThat(link).doesNotContain("://"))
                .allSatisfy(link -> get("/" + link).expectStatus().isOk());
        assertThat(text("/assets/swagger.js")).contains("'v3/api-docs'").doesNotContain("://");
    }

    private String text(String path) {
        return get(path)
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    private static String body(JsonNode example) {
        return example.isString() ? example.asString() : example.toString();
    }

    private static String path(ApiDocument.Operation operation) {
        String path = operation.path();
        for (Map.Entry<String, String> value : Map.of(
                        "version", "v1", "protocol", "http", "taskId", "t", "serialNumber", "G")
                .entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        return path;
    }

    private static void expectNoErrors(String what, ValidationReport report) {
        assertThat(report.getMessages()).as(what).isEmpty();
    }
}
