package io.gatewatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulatedCentralTest {

    private static final String SERIAL = "CNJJKLB0T1";
    private static final Duration LONGEST_TEST = Duration.ofSeconds(15);

    private final SteppedClock clock = new SteppedClock(Instant.parse("2025-05-20T14:06:28.690974183Z"));
    private final SimulatedCentral central = SimulatedCentral.start(clock);
    private final HttpClient client = HttpClient.newHttpClient();
    private String token = central.issueToken();

    @AfterEach
    void close() {
        central.close();
    }

    @Test
    void aTestRunsByTheClockFromInitiatedToCompleted() throws Exception {
        var taskId = central.startTest(SERIAL, "http", "www.google.com");
        var initiated = json(ask(taskId));
        clock.advance(Duration.ofSeconds(1));
        var running = json(ask(taskId));
        clock.advance(LONGEST_TEST);
        var completed = json(ask(taskId));

        assertThat(List.of(initiated, running, completed))
                .extracting(document -> document.get("status").asString())
                .containsExactly("INITIATED", "RUNNING", "COMPLETED");
        assertThat(running.get("progressPercent").asInt()).isBetween(1, 99);
        assertThat(running.get("startTime").asString()).isEqualTo("2025-05-20T14:06:28Z");
        assertThat(completed.get("startTime").asString()).isEqualTo("2025-05-20T14:06:28.690974183Z");
    }

    @Test
    void aFinishedDocumentHasTheShapeOfThePublishedExample() throws Exception {
        var example = new JsonMapper().readTree(getClass().getResourceAsStream("/wire/completed.json"));
        var document = finished(SERIAL, "www.google.com");

        assertThat(document.propertyNames()).containsExactlyElementsOf(example.propertyNames());
        assertThat(document.get("output").propertyNames())
                .containsExactlyElementsOf(example.get("output").propertyNames());
        assertThat(document.at("/output/responses/0").propertyNames())
                .containsExactlyElementsOf(example.at("/output/responses/0").propertyNames());
        assertThat(document.at("/output/responses"))
                .hasSize(5)
                .allMatch(row -> row.get("responseBytes").isString());
        assertThat(document.get("endTime").asString()).matches(".*\\.\\d{9}Z");
        assertThat(document.get("rawOutput").asString())
                .startsWith("\nPinging 'www.google.com'\n\nPress 'q' to abort.\r\n1> Reply: [200/OK] bytes=")
                .contains("Success Rate is 100 percent (5/5)\n");
    }

    @Test
    void aGatewayThatLosesAnswersSendsFewerThanItAsked() throws Exception {
        central.add(new SimulatedGateway("CNWORST001", GatewayCharacter.LOSING_ANSWERS, List.of()));
        int received = 0;
        for (int test = 0; test < 20; test++) {
            received += finished("CNWORST001", "www.google.com")
                    .at("/output/receivedPacketsCount")
                    .asInt();
        }

        assertThat(received).isBetween(50, 95);
    }

    @Test
    void aGatewayThatIsDownFinishesWithoutAnyAnswer() throws Exception {
        clock.set(Instant.EPOCH);
        token = central.issueToken();

        var document = finished("CNH8JSS0VC", "www.google.com");

        assertThat(document.at("/output/receivedPacketsCount").asInt(0)).isZero();
    }

    @Test
    void theSameSeedTellsTheSameStory() throws Exception {
        var first = finished(SERIAL, "www.google.com");
        try (var again = SimulatedCentral.start(clock, 0, 1)) {
            assertThat(again.startTest(SERIAL, "http", "www.google.com"))
                    .isEqualTo(taskIdOf(central.calls().get(0)));
        }
        assertThat(first.get("status").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void aTestIsStartedByAPostAndFoundAtTheLocationItNames() throws Exception {
        var started = post("/network-troubleshooting/v1/gateways/" + SERIAL + "/https", "{\"url\": \"www.hpe.com\"}");
        var location = json(started).get("location").asString();

        assertThat(started.statusCode()).isEqualTo(202);
        assertThat(get(location).statusCode()).isEqualTo(200);
    }

    @Test
    void anOfflineGatewayStartsNoTest() throws Exception {
        central.offline(SERIAL, true);

        assertThat(post("/network-troubleshooting/v1/gateways/" + SERIAL + "/http", "{\"url\": \"www.hpe.com\"}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void aForgottenTestIsATask404AndAnythingElseARoute404() throws Exception {
        var taskId = central.startTest(SERIAL, "http", "www.google.com");
        central.forgetAfter(Duration.ofMinutes(1));
        clock.advance(LONGEST_TEST.plusMinutes(1));

        assertThat(ask(taskId).statusCode()).isEqualTo(404);
        assertThat(ask(taskId).body()).contains("HPE_GRAVITY_TASK_NOT_FOUND", taskId);
        assertThat(get("/network-troubleshooting/v2/gateways").body()).contains("404 Route Not Found");
    }

    @Test
    void tokensAreGivenForTheRightSecretAndRunOut() throws Exception {
        central.tokenLifetime(Duration.ofMinutes(15));
        var refused = form("grant_type=client_credentials&client_id=gatewatch&client_secret=wrong");
        var granted = json(form("grant_type=client_credentials&client_id=gatewatch&client_secret=simulated"));
        token = granted.get("access_token").asString();

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(granted.get("expires_in").asInt()).isEqualTo(900);
        assertThat(ask("unknown").statusCode()).isEqualTo(404);
        clock.advance(Duration.ofMinutes(15));
        assertThat(ask("unknown").statusCode()).isEqualTo(401);
        assertThat(central.tokenCalls()).isEqualTo(2);
    }

    @Test
    void revokedTokensAreRefusedInTheWordsOfTheVersion() throws Exception {
        central.revokeTokens();

        assertThat(ask("any").body()).contains("HPE_GRAVITY_UNAUTHORIZED");
        assertThat(get("/network-troubleshooting/v1/gateways/A/http/async-operations/b")
                        .body())
                .contains("HPE_GL_ERROR_UNAUTHORIZED");
    }

    @Test
    void callsPastTheLimitAreToldHowLongToWait() throws Exception {
        central.limit(2);
        central.hint(RetryHint.RETRY_AFTER_DATE, Duration.ofSeconds(3));
        ask("one");
        ask("two");
        var third = ask("three");

        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValue("Retry-After")).contains("Tue, 20 May 2025 14:06:31 GMT");
        clock.advance(Duration.ofSeconds(1));
        assertThat(ask("four").statusCode()).isEqualTo(404);
    }

    @Test
    void everyAnswerIsDatedByTheClock() throws Exception {
        assertThat(ask("any").headers().firstValue("Date")).contains("Tue, 20 May 2025 14:06:28 GMT");
    }

    @Test
    void aHeldDocumentIsAnsweredToTheLetter() throws Exception {
        central.holdDocument(SERIAL, "held", "{\"status\" : \"ODD\"}");

        assertThat(ask("held").body()).isEqualTo("{\"status\" : \"ODD\"}");
    }

    @Test
    void aScriptIsPlayedOnceAndItsLastAnswerStays() throws Exception {
        central.script(
                "scripted",
                VendorError.INTERNAL_SERVER_ERROR.in("v1"),
                ScriptedAnswer.text(503, "down").with("Retry-After", "7"));

        assertThat(ask("scripted").statusCode()).isEqualTo(500);
        assertThat(ask("scripted").headers().firstValue("Retry-After")).contains("7");
        assertThat(ask("scripted").statusCode()).isEqualTo(503);
    }

    @Test
    void connectionsBreakAsScripted() {
        central.script("reset", ScriptedAnswer.reset());
        central.script("truncated", ScriptedAnswer.truncated("{\"status\": \"COMPLETED\"}"));
        central.script("stalled", ScriptedAnswer.stall());

        assertThatIOException().isThrownBy(() -> ask("reset")).havingRootCause().withMessageContaining("reset");
        assertThatIOException().isThrownBy(() -> ask("truncated"));
        assertThatIOException().isThrownBy(() -> ask("stalled")).withMessageContaining("timed out");
    }

    @Test
    void anOutageMeetsEveryCallUntilItIsMended() throws Exception {
        central.failCalls(ScriptedAnswer.text(502, "Bad Gateway"));
        var during = ask("any");
        central.mendCalls();

        assertThat(during.statusCode()).isEqualTo(502);
        assertThat(ask("any").statusCode()).isEqualTo(404);
    }

    @Test
    void callsAreRecorded() throws Exception {
        ask("any");

        assertThat(central.calls()).singleElement().satisfies(call -> {
            assertThat(call.at()).isEqualTo(clock.instant());
            assertThat(call.path()).endsWith("/async-operations/any");
            assertThat(call.status()).isEqualTo(404);
            assertThat(call.authorized()).isTrue();
        });
    }

    private JsonNode finished(String serial, String url) throws Exception {
        var taskId = central.startTest(serial, "http", url);
        clock.advance(LONGEST_TEST);
        return json(get(path(serial, taskId)));
    }

    private HttpResponse<String> ask(String taskId) throws IOException, InterruptedException {
        return get(path(SERIAL, taskId));
    }

    private static String path(String serial, String taskId) {
        return "/network-troubleshooting/v1alpha1/gateways/" + serial + "/http/async-operations/" + taskId;
    }

    private static String taskIdOf(RecordedCall call) {
        return call.path().substring(call.path().lastIndexOf('/') + 1);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> form(String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(central.tokenUri())
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        URI address = central.baseUrl().resolve(path);
        return HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(1));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return new JsonMapper().readTree(response.body());
    }
}
