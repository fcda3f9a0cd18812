package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class DailyFiguresTest extends ResultsWorld {

    private static final Instant MONDAY = Instant.parse("2025-05-19T00:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2025-05-20T00:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2025-05-21T00:00:00Z");
    private static final String OF_DAYS = "select coalesce(sum(successful_tests), 0) from daily_figures";

    /** Who waits for the lock of those who write days. */
    private static final String WAITING =
            "select exists (select from pg_locks where locktype = 'advisory' and not granted)";

    @Autowired
    private Watermarks watermarks;

    private int made;

    private Told at(Instant time) {
        return Told.test("t" + made++, time).took(100);
    }

    private void sumUp() {
        runScheduled("DayUpkeep.sumUp");
    }

    private long number(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private String history(String serial, String parameters) {
        return json("/api/v1/gateways/" + serial + "/history?" + parameters).toString();
    }

    private static List<Told> many(Instant from, int hours) {
        return IntStream.range(0, hours * 60)
                .mapToObj(i -> Told.test("many" + i, from.plusSeconds(60L * i)).took(10 + i % 7, 100, 200, 400, 900))
                .toList();
    }

    @Test
    void aLongHistoryIsTheSameFromDaysAsFromHours() {
        record(many(MONDAY.minusSeconds(7200), 60));
        String range = "from=2025-05-18T20:00:00Z&to=2025-05-21T11:30:00Z";
        String byDay = history("GW1", range + "&step=P1D");
        String byHalfDay = history("GW1", range + "&step=PT12H");
        String inBerlin = history("GW1", range + "&step=P1D&timeZone=Europe/Berlin");
        assertThat(byDay).contains("\"approximate\":true");
        sumUp();
        assertThat(history("GW1", range + "&step=P1D")).isEqualTo(byDay);
        jdbc.sql("delete from hourly_figures where hour = '2025-05-19T12:00Z'").update();
        assertThat(history("GW1", range + "&step=P1D")).isEqualTo(byDay);
        assertThat(history("GW1", range + "&step=PT12H")).isNotEqualTo(byHalfDay);
        assertThat(history("GW1", range + "&step=P1D&timeZone=Europe/Berlin")).isNotEqualTo(inBerlin);
    }

    @Test
    void theHistoryOfAUrlIsReadFromDaysToo() {
        record(many(MONDAY.minusSeconds(7200), 60));
        record(at(MONDAY).of("GW2").took(7000));
        String path =
                "/api/v1/urls/history?url=www.example.org&from=2025-05-19T00:00:00Z&to=2025-05-21T00:00:00Z&step=P1D";
        String fromHours = json(path).toString();
        assertThat(fromHours).contains("7000.0");
        sumUp();
        jdbc.sql("delete from hourly_figures").update();
        assertThat(json(path)).hasToString(fromHours);
    }

    private Interval days(List<Instant> starts, Instant to, Instant... cut) {
        var question = FiguresQuestion.ofOne(1, starts, to, null, null);
        return Plan.of(question, watermarks.now()).cutting(List.of(cut)).days();
    }

    @Test
    void daysAreTakenUpToTheFirstThatHasToBeToldApart() {
        record(at(MONDAY));
        sumUp();
        Instant from = MONDAY.minusSeconds(5000);
        assertThat(days(List.of(from), NOON)).isEqualTo(new Interval(MONDAY, WEDNESDAY));
        assertThat(days(List.of(from, MONDAY, TUESDAY), NOON)).isEqualTo(new Interval(MONDAY, WEDNESDAY));
        assertThat(days(List.of(from, TUESDAY.plusSeconds(3600)), NOON)).isEqualTo(new Interval(MONDAY, TUESDAY));
        assertThat(days(List.of(from), NOON, TUESDAY.minusSeconds(3600)).isEmpty())
                .isTrue();
        assertThat(days(List.of(from), NOON, TUESDAY)).isEqualTo(new Interval(MONDAY, TUESDAY));
        assertThat(days(List.of(from), TUESDAY.minusNanos(1)).isEmpty()).isTrue();
    }

    @Test
    void aDayIsAddedUpThreeHoursAfterItsEnd() {
        record(at(MONDAY), at(TUESDAY));
        clock.set(WEDNESDAY.plus(Duration.ofHours(3)).minusMillis(1));
        sumUp();
        assertThat(watermarks.now().days().to()).isEqualTo(TUESDAY);
        clock.advance(Duration.ofMillis(1));
        sumUp();
        assertThat(watermarks.now().days().to()).isEqualTo(WEDNESDAY);
        assertThat(number(OF_DAYS)).isEqualTo(2);
    }

    @Test
    void whatComesTooLateIsAddedUpAtOnceWhereItsDayWas() {
        record(at(MONDAY));
        sumUp();
        record(
                at(MONDAY),
                at(MONDAY.minusSeconds(1)),
                at(TUESDAY).of("GW2"),
                at(WEDNESDAY),
                at(MONDAY).to("other"));
        assertThat(number(OF_DAYS)).isEqualTo(5);
        assertThat(number("select count(*) from daily_figures")).isEqualTo(4);
    }

    @Test
    void daysBeforeTheFirstHourCountAsAddedUpAndTakeLateResultsIn() {
        record(at(MONDAY));
        sumUp();
        assertThat(watermarks.now().days().from())
                .isEqualTo(NOON.minus(Duration.ofDays(800)).truncatedTo(ChronoUnit.DAYS));
        record(at(MONDAY.minus(Duration.ofDays(500))), at(MONDAY.minus(Duration.ofDays(900))));
        assertThat(number(OF_DAYS)).isEqualTo(2);
    }

    @Test
    void whereNothingWasAddedUpLateResultsAreLeftToTheirHours() {
        record(at(MONDAY));
        assertThat(number("select count(*) from daily_figures")).isZero();
    }

    /** Whichever comes first, the other waits for it and sees what it did. */
    @Test
    void aLateResultThatIsBeingStoredIsWaitedFor() {
        record(at(MONDAY));
        sumUp();
        jdbc.sql("update watermark set days_until = '2025-05-19Z'").update();
        CompletableFuture<Void> adding = transaction.execute(status -> {
            record(at(MONDAY), at(MONDAY.minusSeconds(60)));
            CompletableFuture<Void> other = CompletableFuture.runAsync(this::sumUp);
            awaitWaiting();
            return other;
        });
        adding.join();
        assertThat(number(OF_DAYS)).isEqualTo(3);
    }

    @Test
    void aLateResultWaitsForTheDaysThatAreBeingAddedUp() {
        record(at(MONDAY), at(TUESDAY));
        CompletableFuture<Void> late = transaction.execute(status -> {
            sumUp();
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> record(at(MONDAY), at(TUESDAY)));
            awaitWaiting();
            return other;
        });
        late.join();
        assertThat(number(OF_DAYS)).isEqualTo(4);
    }

    private void awaitWaiting() {
        while (!jdbc.sql(WAITING).query(Boolean.class).single()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void daysGoWithTheirHoursAndAServiceThatSleptForYearsGoesOn() {
        record(at(MONDAY), at(TUESDAY));
        sumUp();
        clock.set(MONDAY.plus(Duration.ofDays(2000)));
        sumUp();
        assertThat(number("select count(*) from daily_figures")).isZero();
        assertThat(watermarks.now().days())
                .isEqualTo(new Interval(MONDAY.plus(Duration.ofDays(1200)), MONDAY.plus(Duration.ofDays(1999))));
    }
}
