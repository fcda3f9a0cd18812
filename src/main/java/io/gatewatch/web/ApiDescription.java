package io.gatewatch.web;

import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI document of the REST API, at {@code /v3/api-docs}. It is written by hand, because the bodies are read as
 * plain JSON and nothing in the code says what numbers, texts and nulls they hold; tests hold it against the code.
 */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    /** How any call at all may be refused, unless it says so itself. */
    private static final Map<String, String> ALWAYS = Map.of(
            "400", "BadRequest",
            "401", "Unauthorized",
            "403", "Forbidden",
            "429", "TooMany",
            "503", "Unavailable");

    private static final List<String> PARTS =
            List.of("common", "tasks", "gateways", "charts", "tests", "answers", "tokens", "service");

    @Bean
    RouterFunction<ServerResponse> description() {
        String document = written(new JsonMapper());
        return RouterFunctions.route()
                .GET(
                        "/v3/api-docs",
                        asked -> ServerResponse.ok()
                                .contentType(MediaType.APPLICATION_JSON)
                                .body(document))
                .build();
    }

    private static String written(JsonMapper mapper) {
        YamlMapFactoryBean parts = new YamlMapFactoryBean();
        parts.setResources(PARTS.stream()
                .map(part -> new ClassPathResource("openapi/" + part + ".yaml"))
                .toArray(ClassPathResource[]::new));
        ObjectNode document = mapper.valueToTree(parts.getObject());
        document.get("paths").values().stream()
                .flatMap(path -> path.values().stream())
                .filter(operation -> operation.has("responses"))
                .forEach(operation -> addRefusals((ObjectNode) operation.get("responses")));
        return document.toString();
    }

    private static void addRefusals(ObjectNode responses) {
        ALWAYS.forEach((status, name) -> {
            if (!responses.has(status)) {
                responses.putObject(status).put("$ref", "#/components/responses/" + name);
            }
        });
    }
}
