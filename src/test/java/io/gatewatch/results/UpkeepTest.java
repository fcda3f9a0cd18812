package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.test.web.servlet.client.RestTestClient;

class UpkeepTest extends ResultsWorld {

    private static final Instant TODAY = NOON.minusSeconds(3600);

    /** Of the one replica that looks after partitions. */
    private static final long LOCK = 7003245217002L;

    @Autowired
    private Partitions partitions;

    @Autowired
    private Strays strays;

    @Autowired
    private Watermarks watermarks;

    @Autowired
    private OneAtATime oneAtATime;

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
        clock.set(NOON.plus(Duration.ofDays(90)).plusSeconds(3599));
        keepUp();
        assertThat(count("http_test")).isEqualTo(2);
        clock.advance(Duration.ofSeconds(1));
        keepUp();
        assertThat(count("http_test")).isZero();
        assertThat(count("response_sample")).isZero();
        assertThat(jdbc.sql("select extract(year from hour)::int from hourly_figures")
                        .query(Integer.class)
                        .list())
                .containsExactly(1);
        clock.set(Instant.parse("2025-06-01T00:00:00Z").plus(Duration.ofDays(800)));
        keepUp();
        assertThat(count("hourly_figures")).isZero();
    }

    private Upkeep keeping(Duration rows, Duration hours) {
        ResultsProperties properties =
                new ResultsProperties(rows, hours, 4, Duration.ofSeconds(10), null, null, null, Duration.ofSeconds(30));
        return new Upkeep(partitions, strays, watermarks, oneAtATime, properties, clock);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Test
    void whatIsReadHoldsFromTheFirstHourAndMonthThatWereEverKept() {
        Random random = new Random(5);
        Instant rows = Instant.parse("0001-01-01T00:00:00Z").minus(Duration.ofDays(366));
        Instant hours = rows;
        for (int i = 0; i < 12; i++) {
            Duration keptRows = Duration.ofMinutes(1 + random.nextInt(300_000));
            Duration keptHours = Duration.ofMinutes(1 + random.nextInt(600_000));
            keeping(keptRows, keptHours).keepUp();
            Instant now = clock.instant();
            rows = later(rows, now.minus(keptRows).truncatedTo(ChronoUnit.HOURS));
            LocalDate month =
                    LocalDate.ofInstant(now.minus(keptHours), ZoneOffset.UTC).withDayOfMonth(1);
            hours = later(hours, month.atStartOfDay().toInstant(ZoneOffset.UTC));
            assertThat(watermarks.now().rowsSince()).isEqualTo(rows);
            assertThat(watermarks.now().hoursSince()).isEqualTo(hours);
            String first = "http_test_" + rows.toString().substring(0, 10).replace("-", "");
            assertThat(partitions("http_test")).allMatch(name -> name.compareTo(first) >= 0);
            clock.advance(Duration.ofHours(random.nextInt(100)));
        }
    }

    /** Each transaction that drops something leaves a line of what, and from when on rows hold by then. */
    private void noteDrops() {
        jdbc.sql(
                        "create table dropped (transaction bigint, name text, rows_since timestamptz, hours_since timestamptz)")
                .update();
        jdbc.sql("""
                        create function note_drops() returns event_trigger language plpgsql as $$
                        begin
                            insert into dropped select txid_current(), d.object_name, w.rows_since, w.hours_since
                            from pg_event_trigger_dropped_objects() d, watermark w where d.object_type = 'table';
                        end $$
                        """).update();
        jdbc.sql("create event trigger note_drops on sql_drop execute function note_drops()")
                .update();
    }

    private void noteDropsNoMore() {
        jdbc.sql("drop event trigger note_drops; drop function note_drops; drop table dropped")
                .update();
    }

    @Test
    void eachDayAndMonthIsDroppedByItselfAndNoneBeforeReadersAreTold() {
        for (int i = 0; i < 4; i++) {
            keepUp();
            clock.advance(Duration.ofDays(5));
        }
        int days = partitions("http_test").size();
        clock.set(NOON.plus(Duration.ofDays(1000)));
        noteDrops();
        try {
            keepUp();
            assertThat(jdbc.sql("select count(distinct transaction) from dropped where name not like 'hourly%'")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(days);
            assertThat(jdbc.sql("select count(*) from dropped where name not like 'hourly%'")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(2 * days);
            assertThat(jdbc.sql("select count(distinct transaction) = count(*) and count(*) > 0 from dropped"
                                    + " where name like 'hourly%'")
                            .query(Boolean.class)
                            .single())
                    .isTrue();
            assertThat(jdbc.sql(
                                    "select count(*) from dropped where right(name, 8)::date >="
                                            + " case when name like 'hourly%' then hours_since else rows_since end at time zone 'UTC'")
                            .query(Integer.class)
                            .single())
                    .isZero();
        } finally {
            noteDropsNoMore();
        }
    }

    /** As readers do: tables first, then what holds since when, then rows. */
    @Test
    void aReaderWhoBeganBeforeADropIsAnsweredWhole() {
        keepUp();
        record(Told.test("t1", TODAY));
        clock.set(NOON.plus(Duration.ofDays(91)));
        CompletableFuture<Void> upkeep = transaction.execute(status -> {
            jdbc.sql("set transaction isolation level repeatable read").update();
            jdbc.sql("lock table only http_test, http_test_default, only hourly_figures, hourly_figures_default"
                            + " in access share mode")
                    .update();
            assertThat(watermarks.now().rowsSince()).isBefore(TODAY);
            CompletableFuture<Void> dropping = CompletableFuture.runAsync(this::keepUp);
            awaitWaiting();
            assertThat(count("http_test")).isEqualTo(1);
            assertThat(count("response_sample")).isEqualTo(1);
            return dropping;
        });
        upkeep.join();
        keepUp();
        assertThat(count("http_test")).isZero();
        assertThat(watermarks.now().rowsSince()).isAfter(TODAY);
    }

    private void awaitWaiting() {
        while (!jdbc.sql("select exists (select from pg_locks where not granted)")
                .query(Boolean.class)
                .single()) {
            Thread.onSpinWait();
        }
    }

    /** Clocks of all kinds, and upkeep at any time: what rows are read for is counted in rows as in hours. */
    @Test
    void rowsAndHoursSayTheSameOfTheTimeThatRowsAreReadFor() {
        Random random = new Random(7);
        Upkeep upkeep = keeping(Duration.ofDays(20), Duration.ofDays(60));
        int most = 0;
        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < 3; j++) {
                Instant observed =
                        clock.instant().plus(Duration.ofHours(24L * one(random, -70, -30, -1, 0, 0, 3, 30, 60) - j));
                Instant start = one(random, 0, 0, 1) == 0 ? observed : NOON.plus(Duration.ofDays(150));
                record(Told.test("t" + i + "-" + j, start).took(1, 2));
            }
            clock.advance(Duration.ofHours(random.nextInt(100)));
            upkeep.keepUp();
            assertThat(counted("select count(*) from http_test", "observed_at"))
                    .isEqualTo(counted(
                            "select coalesce(sum(successful_tests + partial_tests + failed_tests), 0) from hourly_figures",
                            "hour"));
            most = Math.max(most, counted("select count(*) from http_test", "observed_at"));
        }
        assertThat(most).isPositive();
    }

    private static int one(Random random, int... of) {
        return of[random.nextInt(of.length)];
    }

    private int counted(String sql, String time) {
        return jdbc.sql(sql + " where " + time + " >= (select rows_since from watermark)")
                .query(Integer.class)
                .single();
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

    @Test
    void whoIsToldToStopTakesNoFurtherStep() {
        OneAtATime stopping = new OneAtATime(transaction, jdbc);
        assertThat(stopping.step(OneAtATime.Work.PARTITIONS, () -> 1)).isEqualTo(1);
        stopping.stop();
        assertThat(stopping.step(OneAtATime.Work.PARTITIONS, () -> 1)).isZero();
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
