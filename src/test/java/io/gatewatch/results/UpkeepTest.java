package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.test.web.servlet.client.RestTestClient;

class UpkeepTest extends ResultsWorld {

    private static final Instant TODAY = NOON.minusSeconds(3600);

    /** Of the one replica that looks after partitions. */
    private static final long LOCK = 7003245217002L;

    @BeforeEach
    @AfterEach
    void withoutPartitions() {
        jdbc.sql("truncate http_test, response_sample, hourly_figures").update();
        Stream.of("response_sample", "http_test", "hourly_figures")
                .forEach(table -> partitions(table).forEach(name -> {
                    jdbc.sql("alter table " + table + " detach partition " + name)
                            .update();
                    jdbc.sql("drop table " + name).update();
                }));
    }

    private List<String> partitions(String table) {
        return jdbc.sql("select inhrelid::regclass::text from pg_inherits where inhparent = ?::regclass"
                        + " and inhrelid::regclass::text not like '%default' order by 1")
                .param(table)
                .query(String.class)
                .list();
    }

    private void keepUp() {
        runScheduled("Upkeep.keepUp");
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private String history(Instant from, Instant to) {
        return json("/api/v1/gateways/GW1/history?from=" + from + "&to=" + to)
                .at("/summary/tests")
                .asString();
    }

    @Test
    void makesTheDaysFromYesterdayToInThreeDaysAndThreeMonths() {
        keepUp();
        assertThat(partitions("http_test"))
                .containsExactly(
                        "http_test_20250520",
                        "http_test_20250521",
                        "http_test_20250522",
                        "http_test_20250523",
                        "http_test_20250524");
        assertThat(partitions("response_sample")).hasSize(5);
        assertThat(partitions("hourly_figures"))
                .containsExactly("hourly_figures_20250401", "hourly_figures_20250501", "hourly_figures_20250601");
    }

    @Test
    void movesRowsThatCameBeforeTheirPartition() {
        record(Told.test("t1", TODAY).took(1, 2, 3), Told.test("t2", TODAY.plus(Duration.ofDays(30))));
        keepUp();
        assertThat(count("http_test_20250521")).isEqualTo(1);
        assertThat(count("response_sample_20250521")).isEqualTo(3);
        assertThat(count("hourly_figures_20250501")).isEqualTo(1);
        assertThat(count("http_test_default")).isEqualTo(1);
        assertThat(history(TODAY, NOON)).isEqualTo("1");
    }

    @Test
    void aTestOfTheLastMomentOfADayLiesInThatDay() {
        keepUp();
        record(
                Told.test("t1", Instant.parse("2025-05-21T23:59:59.999999999Z")),
                Told.test("t2", Instant.parse("2025-05-22T00:00:00Z")));
        assertThat(count("http_test_20250521")).isEqualTo(1);
        assertThat(count("response_sample_20250522")).isEqualTo(1);
    }

    @Test
    void letsGoOfDaysPastTheirRetentionButNotOfTheirHours() {
        keepUp();
        record(Told.test("t1", TODAY));
        clock.set(Instant.parse("2025-08-19T23:50:00Z"));
        keepUp();
        assertThat(count("http_test")).isEqualTo(1);
        clock.set(Instant.parse("2025-08-20T00:00:00Z"));
        keepUp();
        assertThat(partitions("http_test")).startsWith("http_test_20250522");
        assertThat(count("response_sample")).isZero();
        assertThat(history(TODAY, NOON)).isEqualTo("1");
    }

    @Test
    void letsGoOfMonthsPastTheRetentionOfHours() {
        keepUp();
        record(Told.test("t1", TODAY));
        clock.set(
                Instant.parse("2025-06-01T00:00:00Z").plus(Duration.ofDays(800)).minusSeconds(1));
        keepUp();
        assertThat(count("hourly_figures")).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        keepUp();
        assertThat(count("hourly_figures")).isZero();
        assertThat(partitions("hourly_figures")).startsWith("hourly_figures_20250601");
    }

    @Test
    void lateAndVeryOldResultsLandWhereTheyBelongAndStayThereForTheirTime() {
        keepUp();
        Instant late = TODAY.minus(Duration.ofDays(80));
        Instant old = TODAY.minus(Duration.ofDays(700));
        record(Told.test("now", TODAY), Told.test("late", late), Told.test("old", old));
        record(Told.test("late2", late.plusSeconds(60)), Told.test("old2", old.plusSeconds(60)));
        keepUp();
        assertThat(history(late, late.plusSeconds(120))).isEqualTo("2");
        assertThat(history(old, old.plusSeconds(120))).isEqualTo("2");
        assertThat(history(old, NOON)).isEqualTo("5");
        clock.set(NOON.plus(Duration.ofDays(91)));
        keepUp();
        assertThat(count("http_test")).isZero();
        assertThat(history(late, late.plusSeconds(120))).isEqualTo("2");
        assertThat(history(old, NOON)).isEqualTo("5");
    }

    @Test
    void testsOfWrongTimesAreKeptAsLongAsOthersFromTheirStoringOn() {
        record(
                Told.test("t1", Instant.parse("0001-01-01T00:00:00Z")),
                Told.test("t2", Instant.parse("9999-12-31T00:00:00Z")));
        clock.set(NOON.plus(Duration.ofDays(90)));
        keepUp();
        assertThat(count("http_test")).isEqualTo(2);
        clock.advance(Duration.ofSeconds(1));
        keepUp();
        assertThat(count("http_test")).isZero();
        assertThat(count("response_sample")).isZero();
        assertThat(count("hourly_figures")).isEqualTo(2);
        clock.set(NOON.plus(Duration.ofDays(800)).plusSeconds(1));
        keepUp();
        assertThat(count("hourly_figures")).isZero();
    }

    @Test
    void aServiceThatSleptForMonthsGoesOnWhereItIs() {
        keepUp();
        record(Told.test("t1", TODAY));
        clock.set(NOON.plus(Duration.ofDays(60)));
        record(Told.test("t2", clock.instant().minusSeconds(60)));
        keepUp();
        assertThat(count("http_test_default")).isZero();
        assertThat(history(TODAY, clock.instant())).isEqualTo("2");
        clock.set(NOON.plus(Duration.ofDays(100)));
        keepUp();
        assertThat(count("http_test")).isEqualTo(1);
        assertThat(history(TODAY, clock.instant())).isEqualTo("2");
    }

    @Test
    void replicasThatKeepUpWhileOthersRecordAndReadHurtNobody() {
        record(Told.every(TODAY, 1, 300));
        AtomicBoolean recorded = new AtomicBoolean();
        Executor threads = work -> new Thread(work).start();
        CompletableFuture<?> readers = CompletableFuture.runAsync(
                () -> {
                    while (!recorded.get()) {
                        json("/api/v1/gateways?sort=latency");
                    }
                },
                threads);
        CompletableFuture<?> recorders = CompletableFuture.runAsync(
                () -> IntStream.range(0, 40)
                        .forEach(i -> record(
                                Told.test("a" + i, TODAY.plusSeconds(i)),
                                Told.test("b" + i, NOON.minusSeconds(864_000 + i)))),
                threads);
        List<CompletableFuture<Void>> replicas = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.runAsync(this::keepUp, threads))
                .toList();
        recorders.join();
        recorded.set(true);
        readers.join();
        replicas.forEach(CompletableFuture::join);
        keepUp();
        assertThat(count("http_test_20250521")).isEqualTo(340);
        assertThat(count("response_sample_default")).isEqualTo(40);
    }

    @Test
    void oneReplicaDoesItAtATimeAndOneThatDiesInItHoldsNobodyUp() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    jdbc.sql("select pg_advisory_xact_lock(?)")
                            .param(LOCK)
                            .query((row, number) -> "held")
                            .single();
                    CompletableFuture.runAsync(this::keepUp).join();
                    assertThat(partitions("http_test")).isEmpty();
                    CompletableFuture.runAsync(this::killWhoHoldsTheLock).join();
                }))
                .isInstanceOf(DataAccessResourceFailureException.class);
        keepUp();
        assertThat(partitions("http_test")).hasSize(5);
    }

    private void killWhoHoldsTheLock() {
        assertThat(jdbc.sql("select count(pg_terminate_backend(pid)) from pg_locks"
                                + " where locktype = 'advisory' and (classid::bigint << 32) + objid::bigint = ?")
                        .param(LOCK)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void tomorrowsMissingPartitionsShowInTheScrapeAndInReadiness() {
        assertThat(scrape()).contains("gatewatch_partition_missing 1.0");
        assertThat(readiness())
                .contains("http_test_20250522", "response_sample_20250522", "hourly_figures_20250501")
                .contains("\"status\":\"UP\"");
        keepUp();
        assertThat(scrape()).contains("gatewatch_partition_missing 0.0");
        assertThat(readiness()).contains("\"missing\":[]");
    }

    private String readiness() {
        return RestTestClient.bindToServer()
                .build()
                .get()
                .uri("http://127.0.0.1:" + managementPort + "/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }
}
