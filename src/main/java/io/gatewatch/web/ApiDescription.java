package io.gatewatch.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Map;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

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

    /** Reads and writes the document; a null in an example stays there. */
    @Bean
    ObjectMapperProvider descriptionMapper(SpringDocConfigProperties properties) {
        ObjectMapperProvider mapper = new ObjectMapperProvider(properties);
        mapper.jsonMapper()
                .setDefaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS));
        return mapper;
    }

    /** As a customizer, since a whole document would be copied by a mapper that does not know schemas. */
    @Bean
    OpenApiCustomizer description(ObjectMapperProvider mapper) {
        OpenAPI written = written(mapper);
        return served -> served.info(written.getInfo())
                .servers(written.getServers())
                .security(written.getSecurity())
                .tags(written.getTags())
                .paths(written.getPaths())
                .components(written.getComponents());
    }

    private static OpenAPI written(ObjectMapperProvider mapper) {
        YamlMapFactoryBean parts = new YamlMapFactoryBean();
        parts.setResources(Stream.of("common", "tasks", "gateways", "charts", "tests", "answers", "tokens", "service")
                .map(part -> new ClassPathResource("openapi/" + part + ".yaml"))
                .toArray(ClassPathResource[]::new));
        OpenAPI document = mapper.jsonMapper().convertValue(parts.getObject(), OpenAPI.class);
        document.getPaths().values().stream()
                .map(PathItem::readOperations)
                .forEach(operations -> operations.forEach(ApiDescription::addRefusals));
        return document;
    }

    private static void addRefusals(Operation operation) {
        ALWAYS.forEach((status, name) ->
                operation.getResponses().putIfAbsent(status, new ApiResponse().$ref("#/components/responses/" + name)));
    }
}
