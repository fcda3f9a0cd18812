package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.RecordedCall;
import io.gatewatch.simulator.VendorError;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

/** Forty calls a UTC day: never more, and each where it is worth most. */
@TestPropertySource(properties = "gatewatch.central.requests-per-day=40")
@ExtendWith(OutputCaptureExtension.class)
class DayBudgetTest extends Rounds {

    private static final int BUDGET = 40;
    private static final String SHORT = "The day's calls will not last";
    private static final String LONG_ENOUGH = "The day's calls last again";

    @Autowired
    private DayForecast forecast;

    @BeforeEach
    void lookAhead() {
        forecast.lookAhead();
    }

    @Test
    void aDayNeverCostsMoreThanItsBudgetAndMidnightBeginsAnew() {
        Instant begin = clock.instant();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12 * 6; i++) {
            ids.add(task(RUNNING, completed()));
            step(Duration.ofMinutes(10));
        }
        for (int i = 0; i < 48; i++) {
            step(Duration.ofHours(1));
        }
        assertThat(callsByDay(begin))
                .allSatisfy((day, calls) -> assertThat(calls).isLessThanOrEqualTo(BUDGET));
        assertThat(callsByDay(begin).get(day(begin))).isEqualTo(BUDGET);
        assertThat(callsByDay(begin).get(day(begin).plusDays(1))).isEqualTo(BUDGET);
        assertThat(ids).allSatisfy(id -> assertThat(state(id)).isNotEqualTo("pending"));
    }

    @Test
    void whileTheDayIsSpentNothingIsAskedAndNothingExpires() {
        List<String> ids = tasks(60);
        step(Duration.ofMinutes(1));
        assertThat(callsByDay(day()).get(day(clock.instant()))).isEqualTo(BUDGET);
        for (int i = 0; i < 10; i++) {
            step(Duration.ofHours(1));
        }
        assertThat(ids).allSatisfy(id -> expectState(id, "pending"));
        clock.set(midnight());
        round.step(100);
        assertThat(ids.stream().filter(id -> state(id).equals("expired"))).hasSize(BUDGET);
    }

    @Test
    void aShortageIsSaidOnceWhenItBeginsAndOnceWhenItEnds(CapturedOutput output) {
        int saidBefore = count(output, LONG_ENOUGH);
        tasks(60);
        forecast.lookAhead();
        forecast.lookAhead();
        assertThat(count(output, SHORT)).isEqualTo(1);
        assertThat(count(output, LONG_ENOUGH)).isEqualTo(saidBefore);
        jdbc.sql("update task set state = 'cancelled', registered_at = registered_at - interval '1 day'")
                .update();
        forecast.lookAhead();
        forecast.lookAhead();
        assertThat(count(output, SHORT)).isEqualTo(1);
        assertThat(count(output, LONG_ENOUGH)).isEqualTo(saidBefore + 1);
    }

    @Test
    void aForecastNearTheEdgeIsNotSaidAgainAndAgain(CapturedOutput output) {
        jdbc.sql("update central_pace set day = :day, calls_today = 20")
                .param("day", day(clock.instant()))
                .update();
        int saidBefore = count(output, LONG_ENOUGH);
        tasks(13);
        registeredLongAgo();
        for (int i = 0; i < 5; i++) {
            String one = tasks(1).get(0);
            registeredLongAgo();
            jdbc.sql("delete from task where task_id = ?").param(one).update();
            forecast.lookAhead();
        }
        assertThat(count(output, SHORT)).isEqualTo(1);
        assertThat(count(output, LONG_ENOUGH)).isEqualTo(saidBefore);
    }

    @Test
    void whenCallsAreShortATaskWaitsFifteenSecondsLonger() {
        String first = task(RUNNING);
        clock.advance(Duration.ofSeconds(1));
        String second = task(RUNNING);
        tasks(60);
        forecast.lookAhead();
        clock.set(due(first).plusSeconds(15).minusMillis(1));
        assertThat(round.step(100)).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(round.step(100)).isEqualTo(1);
        assertThat(polls(first)).isEqualTo(1);
        assertThat(polls(second)).isZero();
    }

    @Test
    void whenCallsAreShortTheOldestAreAskedFirst() {
        List<String> ids = tasks(60);
        forecast.lookAhead();
        clock.advance(Duration.ofMinutes(10));
        round.step(100);
        assertThat(ids.subList(0, BUDGET))
                .allSatisfy(id -> assertThat(polls(id)).isEqualTo(1));
        assertThat(ids.subList(BUDGET, 60))
                .allSatisfy(id -> assertThat(polls(id)).isZero());
    }

    @Test
    void theStatusShowsTheDayAsItIsNow() {
        tasks(60);
        get("/api/v1/status")
                .expectBody()
                .json("""
                        {"day": {"limit": 40, "remaining": 40, "forecast": 1170, "resetsAt": "%s"}}
                        """.formatted(midnight()))
                .jsonPath("$.day.runsOutAt")
                .isEqualTo(clock.instant().toString());
        step(Duration.ofMinutes(1));
        get("/api/v1/status")
                .expectBody()
                .jsonPath("$.day.remaining")
                .isEqualTo(0)
                .jsonPath("$.pace.remainingToday")
                .isEqualTo(0);
    }

    @Test
    void aDayThatLastsRunsOutAtNoTime() {
        get("/api/v1/status")
                .expectBody()
                .jsonPath("$.day.forecast")
                .isEqualTo(0)
                .jsonPath("$.day.runsOutAt")
                .isEqualTo(null)
                .jsonPath("$.day.length()")
                .isEqualTo(5);
    }

    @Test
    void prometheusSeesTheBudgetAndThePause() {
        tasks(3);
        step(Duration.ofMinutes(1));
        assertThat(scrape())
                .contains("gatewatch_central_budget_limit{window=\"day\"} 40.0")
                .contains("gatewatch_central_budget_remaining{window=\"day\"} 37.0")
                .contains("gatewatch_central_budget_limit{window=\"second\"} 1000000.0")
                .contains("gatewatch_central_paused 0.0");
        central.failCalls(VendorError.TOO_MANY_REQUESTS.in("v1alpha1"));
        step(Duration.ofMinutes(1));
        assertThat(scrape()).contains("gatewatch_central_paused 1.0");
        clock.advance(Duration.ofMinutes(1));
        assertThat(scrape()).contains("gatewatch_central_paused 0.0");
    }

    private void registeredLongAgo() {
        jdbc.sql("update task set registered_at = registered_at - interval '1 day' where registered_at > ?")
                .param(clock.instant().minusSeconds(3600).atOffset(ZoneOffset.UTC))
                .update();
        forecast.lookAhead();
    }

    private void step(Duration step) {
        clock.advance(step);
        forecast.lookAhead();
        round.step(100);
    }

    /** A millisecond apart, oldest first. */
    private List<String> tasks(int count) {
        return Stream.generate(() -> {
                    clock.advance(Duration.ofMillis(1));
                    return task(RUNNING);
                })
                .limit(count)
                .toList();
    }

    private Instant day() {
        return clock.instant().truncatedTo(ChronoUnit.DAYS);
    }

    private Instant midnight() {
        return day().plus(1, ChronoUnit.DAYS);
    }

    private static Map<LocalDate, Long> callsByDay(Instant from) {
        return central.calls().stream()
                .filter(call -> call.method().equals("GET") && !call.at().isBefore(from))
                .map(RecordedCall::at)
                .collect(Collectors.groupingBy(DayBudgetTest::day, Collectors.counting()));
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    private static int count(CapturedOutput output, String text) {
        return output.getAll().split(text, -1).length - 1;
    }
}
