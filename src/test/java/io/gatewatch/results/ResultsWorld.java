package io.gatewatch.results;

import io.gatewatch.World;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A world in which tests have finished without anybody having asked Central. */
public abstract class ResultsWorld extends World {

    private static final JsonMapper JSON = new JsonMapper();

    @Autowired
    protected Gateways gateways;

    @Autowired
    protected Results results;

    @Autowired
    protected TransactionTemplate transaction;

    protected void record(Told... tests) {
        record(Arrays.asList(tests));
    }

    protected void record(List<Told> tests) {
        Map<String, Long> ids =
                gateways.meet(tests.stream().map(Told::serialNumber).toList());
        List<FinishedTest> finished = tests.stream()
                .map(told -> told.finished(ids.get(told.serialNumber()), clock.instant()))
                .toList();
        transaction.executeWithoutResult(status -> results.record(finished));
    }

    /** What is older than it is to be kept may be gone from now on. */
    protected void upkeep() {
        runScheduled("Upkeep.keepUp");
    }

    /** Asks as a viewer; variables of the path are encoded. */
    protected RestTestClient.ResponseSpec ask(String path, Object... variables) {
        return ask(MediaType.APPLICATION_JSON, path, variables);
    }

    protected RestTestClient.ResponseSpec ask(MediaType accepted, String path, Object... variables) {
        return http.get()
                .uri(path, variables)
                .headers(headers -> headers.setBasicAuth("vera", "viewer"))
                .accept(accepted)
                .exchange();
    }

    protected JsonNode json(String path, Object... variables) {
        return JSON.readTree(ask(path, variables)
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    /** The field that a 400 names. */
    protected String refusedField(String path, Object... variables) {
        String body = ask(path, variables)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return JSON.readTree(body).at("/errors/0/field").asString();
    }

    protected static List<String> each(JsonNode list, String pointer) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.at(pointer).asString())
                .toList();
    }
}
