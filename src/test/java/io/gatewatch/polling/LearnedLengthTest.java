package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.ScriptedAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each stored test teaches when to ask about the next one like it. */
class LearnedLengthTest extends Rounds {

    private static final String GOOGLE = "www.google.com";
    private static final String SLOW = "slow.example.net";

    @Test
    void theFirstOfItsKindIsAskedAboutAfterThreeSeconds() {
        assertThat(wait(Map.of())).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void theNextOneIsAskedAboutJustAfterTheLengthOfTheLast() {
        finish(GOOGLE, 10_000);
        assertThat(wait(Map.of())).isEqualTo(Duration.ofMillis(10_250));
        assertThat(wait(Map.of("url", GOOGLE))).isEqualTo(Duration.ofMillis(10_250));
    }

    @Test
    void anotherProtocolOrGatewayTeachesNothing() {
        finish(GOOGLE, 10_000);
        assertThat(wait(Map.of("protocol", "https"))).isEqualTo(Duration.ofSeconds(3));
        assertThat(wait(Map.of("serialNumber", "CNOTHER"))).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aHintedUrlHasItsOwnLength() {
        finish(GOOGLE, 2000);
        finish(SLOW, 40_000);
        assertThat(wait(Map.of("url", GOOGLE))).isEqualTo(Duration.ofMillis(2250));
        assertThat(wait(Map.of("url", SLOW))).isEqualTo(Duration.ofMillis(40_250));
    }

    @Test
    void aUrlThatWasNeverTestedIsLikeTheOthersOfItsGateway() {
        finish(GOOGLE, 7000);
        assertThat(wait(Map.of("url", "new.example.net"))).isEqualTo(Duration.ofMillis(7250));
    }

    @Test
    void aDriftIsFollowed() {
        for (int i = 0; i < 8; i++) {
            finish(GOOGLE, 20_000);
        }
        for (int i = 0; i < 6; i++) {
            finish(GOOGLE, 5000);
        }
        assertThat(wait(Map.of())).isEqualTo(Duration.ofMillis(20_250));
        finish(GOOGLE, 5000);
        assertThat(wait(Map.of())).isEqualTo(Duration.ofMillis(5250));
    }

    @Test
    void hintsAreTheLeastItTakes() {
        finish(GOOGLE, 5000);
        assertThat(wait(Map.of("count", 10, "interval", 2))).isEqualTo(Duration.ofMillis(20_250));
    }

    @Test
    void aStartBeforeTheRegistrationShortensTheWait() {
        finish(GOOGLE, 10_000);
        String start = clock.instant().minusSeconds(4).toString();
        assertThat(wait(Map.of("startTime", start))).isEqualTo(Duration.ofMillis(6250));
    }

    @Test
    void inARoundThoseThatAreLongestLikelyDoneAreAskedFirst() {
        String later = handIn(Map.of("count", 10, "interval", 1));
        String sooner = handIn(Map.of("count", 2, "interval", 1));
        String between = handIn(Map.of("count", 5, "interval", 1));
        clock.advance(Duration.ofMinutes(1));
        List<LeasedTask> leased = round.lease(100).stream().map(Round.Ask::task).toList();
        assertThat(leased).extracting(LeasedTask::taskId).containsExactly(sooner, between, later);
        round.release(leased);
        assertThat(due(sooner)).isEqualTo(registeredAt(sooner).plusSeconds(3));
    }

    @Test
    void aTestThatRunsLongerThanUsualIsAskedAboutInGrowingSteps() {
        finish(GOOGLE, 10_000);
        String id = handIn(Map.of());
        answers(id, ScriptedAnswer.json(200, "{\"status\": \"RUNNING\"}"));
        for (int i = 0; i < 20; i++) {
            askWhenDue(id);
        }
        List<Long> steps = steps(id);
        assertThat(steps).isSorted().startsWith(1000L).endsWith(15_000L);
    }

    private List<Long> steps(String id) {
        var asked = whenAsked(id);
        return IntStream.range(1, asked.size())
                .mapToObj(i -> Duration.between(asked.get(i - 1), asked.get(i)).toMillis())
                .toList();
    }

    private Duration wait(Map<String, ?> hints) {
        String id = handIn(hints);
        return Duration.between(registeredAt(id), due(id));
    }

    private String handIn(Map<String, ?> hints) {
        String id = UUID.randomUUID().toString();
        Map<String, Object> body = new HashMap<>(Map.of("serialNumber", GATEWAY, "taskId", id));
        body.putAll(hints);
        post("/api/v1/tasks", body).expectStatus().isCreated();
        return id;
    }

    private void finish(String url, long millis) {
        String end = clock.instant().plusMillis(millis).toString();
        String id = task(ScriptedAnswer.json(
                200,
                wire("completed.json")
                        .replace(
                                "2025-05-20T14:06:28.690974183Z",
                                clock.instant().toString())
                        .replace("2025-05-20T14:06:31.154766496Z", end)
                        .replace("\"url\": \"www.google.com\"", "\"url\": \"" + url + "\"")));
        clock.advance(Duration.ofMinutes(1));
        askWhenDue(id);
        expectState(id, "finished");
    }
}
