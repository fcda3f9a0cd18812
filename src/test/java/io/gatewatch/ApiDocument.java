package io.gatewatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.Response;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document as it is served, to hold exchanges against; no field may be there that it does not name. */
public final class ApiDocument {

    private final JsonNode json;
    private final OpenApiInteractionValidator validator;

    private ApiDocument(String text) {
        json = new JsonMapper().readTree(text);
        validator = OpenApiInteractionValidator.createForInlineApiSpecification(text)
                .build();
    }

    /** As the service just served it. */
    public static ApiDocument read(RestTestClient.ResponseSpec answer) {
        return new ApiDocument(answer.expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    /** One call that the document names, such as {@code GET /api/v1/tasks}. */
    public record Operation(String method, String path, JsonNode description) {

        public String name() {
            return method + " " + path;
        }
    }

    public JsonNode json() {
        return json;
    }

    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        json.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> !method.getKey().equals("parameters"))
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        return operations;
    }

    /** Follows a reference, if it is one. */
    public JsonNode resolved(JsonNode part) {
        return part.has("$ref") ? json.at(part.get("$ref").asString().substring(1)) : part;
    }

    /** Neither the request nor the answer holds what the document does not say. */
    public void expectDescribed(EntityExchangeResult<byte[]> exchange) {
        expectAnswerDescribed(exchange);
        expectNoErrors(asked(exchange), exchange);
    }

    /** The same for a request that need not be as the document says. */
    public void expectAnswerDescribed(EntityExchangeResult<byte[]> exchange) {
        SimpleResponse.Builder response =
                SimpleResponse.Builder.status(exchange.getStatus().value());
        exchange.getResponseHeaders().forEach(response::withHeader);
        byte[] body = exchange.getResponseBodyContent();
        if (body != null && body.length > 0) {
            response.withBody(body);
        }
        expectNoErrors(
                answered(exchange.getMethod().name(), exchange.getUrl().getRawPath(), response.build()), exchange);
    }

    public ValidationReport answered(String method, String path, Response response) {
        return validator.validateResponse(path, Request.Method.valueOf(method), response);
    }

    public ValidationReport asked(Request request) {
        return validator.validateRequest(request);
    }

    private ValidationReport asked(EntityExchangeResult<?> exchange) {
        URI uri = exchange.getUrl();
        SimpleRequest.Builder request =
                new SimpleRequest.Builder(exchange.getMethod().name(), uri.getRawPath());
        exchange.getRequestHeaders().forEach(request::withHeader);
        MultiValueMap<String, String> query =
                UriComponentsBuilder.fromUri(uri).build(true).getQueryParams();
        query.forEach((name, values) -> request.withQueryParam(
                name,
                values.stream()
                        .map(value -> value == null ? "" : UriUtils.decode(value, StandardCharsets.UTF_8))
                        .toList()));
        byte[] body = exchange.getRequestBodyContent();
        if (exchange.getMethod() != HttpMethod.GET && body != null && body.length > 0) {
            request.withBody(body);
        }
        return asked(request.build());
    }

    private static void expectNoErrors(ValidationReport report, EntityExchangeResult<?> exchange) {
        assertThat(report.getMessages()).as(exchange::toString).isEmpty();
    }
}
