package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.Interleaving;
import io.gatewatch.World;
import io.gatewatch.central.Answer;
import io.gatewatch.central.TestAddress;
import io.gatewatch.results.FinishedTest;
import io.gatewatch.results.Gateways;
import io.gatewatch.results.HttpTestResult;
import io.gatewatch.results.Protocol;
import io.gatewatch.results.ResponseSample;
import io.gatewatch.results.Results;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Everybody takes locks in one order. Real work is interleaved, two or three pieces at a time, beside some who hold one
 * row each, so that statements are also stopped halfway; gateways, urls and targets are met in other orders than those
 * of their ids.
 */
@TestPropertySource(properties = {"gatewatch.results.retention=2d", "gatewatch.results.rollup-retention=40d"})
class LockOrderTest extends World {

    private static final int ROUNDS = 60;

    @Autowired
    private DataSource connections;

    @Autowired
    private PendingTasks tasks;

    @Autowired
    private TaskQueue queue;

    @Autowired
    private Settling settling;

    @Autowired
    private Results results;

    @Autowired
    private Gateways gateways;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcTemplate statements;

    private Random random = new Random(0);
    private int round;
    private int made;
    private List<String> serials = List.of();
    private List<String> urls = List.of();
    private List<LeasedTask> leased = List.of();

    @BeforeEach
    @AfterEach
    void withoutPartitions() {
        jdbc.sql("truncate http_test, response_sample, hourly_figures").update();
        Stream.of("response_sample", "http_test", "hourly_figures")
                .forEach(table -> jdbc.sql("select inhrelid::regclass::text from pg_inherits"
                                + " where inhparent = ?::regclass and inhrelid::regclass::text not like '%default'")
                        .param(table)
                        .query(String.class)
                        .list()
                        .forEach(name -> jdbc.sql("alter table %s detach partition %s; drop table %s"
                                        .formatted(table, name, name))
                                .update()));
    }

    @Test
    void nobodyWaitsForSomebodyWhoWaitsForThem() throws Exception {
        List<String> wrong = new ArrayList<>();
        try (Interleaving interleaving = new Interleaving(connections)) {
            for (round = 0; round < ROUNDS; round++) {
                random = new Random(round);
                somethingIsThere();
                interleaving.run(holders(), works(), random).forEach(what -> wrong.add("Round " + round + ", " + what));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Gateways, urls and targets of their own, so that no round depends on the one before. */
    private void somethingIsThere() {
        clock.advance(Duration.ofHours(random.nextInt(30)));
        serials = shuffled(named("serial"));
        urls = shuffled(named("url"));
        leased = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            LeasedTask task = leased(serials.get(random.nextInt(3)), maybe(urls.get(random.nextInt(3))));
            leased.add(task);
        }
        jdbc.sql("update gateway set retired_at = last_seen_at where serial_number = any (:some)")
                .param("some", serials.subList(0, random.nextInt(3)).toArray(String[]::new))
                .update();
        clock.advance(Duration.ofMinutes(2));
    }

    private List<String> named(String what) {
        return IntStream.range(0, 4).mapToObj(i -> what + "-" + round + "-" + i).toList();
    }

    private <T> List<T> shuffled(List<T> list) {
        List<T> shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private <T> List<T> some(List<T> list) {
        return shuffled(list).subList(0, 1 + random.nextInt(list.size()));
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String maybe(String value) {
        return random.nextInt(4) == 0 ? null : value;
    }

    /** A task that is there, as a replica has it that leased it. */
    private LeasedTask leased(String serial, String url) {
        Registration registration = registration(newTask(), serial, url);
        tasks.await(List.of(registration));
        Instant now = clock.instant();
        long gateway = jdbc.sql("select gateway_id from task where task_id = ?")
                .param(registration.address().taskId())
                .query(Long.class)
                .single();
        return new LeasedTask(
                registration.address(), gateway, url, now, now.plusSeconds(900), null, now, 0, InARow.NONE);
    }

    private String newTask() {
        return "task-" + random.nextInt(1000) + "-" + made++;
    }

    private static Registration registration(String task, String serial, String url) {
        return new Registration(new TestAddress(serial, Protocol.HTTP, task), url, null, null, null);
    }

    /** Every other round is about those who meet and see the same gateways, all of them. */
    private boolean ofGateways() {
        return round % 2 == 0;
    }

    private List<Runnable> works() {
        List<Supplier<Runnable>> kinds = List.of(
                this::handIn,
                this::handIn,
                this::settle,
                this::settle,
                this::store,
                this::changeGateway,
                this::changeTask,
                this::keepUp,
                this::read);
        if (ofGateways()) {
            return shuffled(List.of(handIn(serials), settle(leased), settle(leased)));
        }
        List<Runnable> works = new ArrayList<>();
        works.add(random.nextBoolean() ? handIn() : settle());
        works.add(random.nextBoolean() ? settle() : store());
        if (random.nextInt(3) > 0) {
            works.add(one(kinds).get());
        }
        return shuffled(works);
    }

    private Runnable handIn() {
        return handIn(some(serials));
    }

    private Runnable handIn(List<String> of) {
        List<Registration> registrations = new ArrayList<>();
        for (String serial : of) {
            registrations.add(registration(newTask(), serial, maybe(one(urls))));
        }
        for (LeasedTask known : some(leased)) {
            registrations.add(registration(known.taskId(), known.address().serialNumber(), maybe(one(urls))));
        }
        registrations.add(registration("task-0-" + round, one(serials), one(urls)));
        registrations.add(registration("task-1-" + round, one(serials), one(urls)));
        List<Registration> batch = shuffled(registrations);
        return () -> tasks.await(batch);
    }

    private Runnable settle() {
        return settle(some(leased));
    }

    private Runnable settle(List<LeasedTask> tasks) {
        List<Asked> answers = tasks.stream()
                .map(task -> new Asked(task, answer(), clock.instant()))
                .toList();
        return () -> settling.settle(answers);
    }

    private Answer answer() {
        return random.nextInt(5) == 0 ? new Answer.Rejected("no", "no") : new Answer.Finished(result(), Duration.ZERO);
    }

    /** Of today, of yesterday, or of a day that has no partition and was added up long ago. */
    private HttpTestResult result() {
        Instant start = clock.instant().minus(Duration.ofHours(one(List.of(1, 1, 24, 240))));
        List<ResponseSample> rows = List.of(new ResponseSample(1L, 100L, 10.0, null, null, "200/OK", 200, "OK"));
        HttpTestResult.Output output =
                new HttpTestResult.Output(maybe(one(urls)), 100.0, 1L, 1L, null, null, null, rows);
        return new HttpTestResult("COMPLETED", start, null, output, null, null, "{}");
    }

    private Runnable store() {
        Instant now = clock.instant();
        List<Long> ids = shuffled(leased.stream().map(LeasedTask::gatewayId).toList());
        List<FinishedTest> tests = ids.stream()
                .map(id -> new FinishedTest(id, newTask(), Protocol.HTTP, null, result(), now))
                .toList();
        return () -> transaction.executeWithoutResult(status -> results.record(tests));
    }

    private Runnable changeGateway() {
        String serial = one(serials);
        return random.nextBoolean() ? () -> gateways.rename(serial, "name", "site") : () -> gateways.retire(serial);
    }

    private Runnable changeTask() {
        List<LeasedTask> some = some(leased);
        return one(List.<Runnable>of(
                () -> some.forEach(task -> tasks.cancel(task.taskId())),
                () -> some.forEach(task -> tasks.retry(task.taskId())),
                () -> queue.release(some)));
    }

    private Runnable keepUp() {
        String job = one(List.of("Upkeep.keepUp", "DayUpkeep.sumUp", "TaskSweep.sweep"));
        return () -> runScheduled(job);
    }

    private Runnable read() {
        String serial = one(serials);
        return random.nextBoolean() ? () -> gateways.find(serial) : () -> runScheduled("StoredFigures.refresh");
    }

    /** Each has one row, or is about to make one; all have the same kind, so that they stop the same statement. */
    private List<Runnable> holders() {
        String gateway = "select from gateway where serial_number = '%1$s' for no key update";
        if (ofGateways()) {
            return List.of(holder(gateway, random.nextInt(3)));
        }
        String sql = one(List.of(
                gateway,
                "insert into gateway (serial_number, first_seen_at, last_seen_at) values ('%1$s', 'epoch', 'epoch')"
                        + " on conflict do nothing",
                "insert into url (text, hash) values ('%2$s', sha256('%2$s')) on conflict do nothing",
                "update task set polls = polls where task_id = '%3$s'",
                "select from target_totals where gateway_id = %4$d order by random() limit 1 for no key update",
                "select from target_totals where gateway_id = %4$d order by random() limit 1 for no key update",
                "select from hourly_figures where gateway_id = %4$d order by random() limit 1 for no key update",
                "select from pg_advisory_xact_lock(7003245217001)",
                "select from pg_advisory_xact_lock(7003245217006)"));
        return some(List.of(0, 1, 2)).stream().map(i -> holder(sql, i)).toList();
    }

    private Runnable holder(String sql, int which) {
        LeasedTask task = leased.get(which);
        String held = sql.formatted(serials.get(which), urls.get(which), task.taskId(), task.gatewayId());
        return () -> transaction.executeWithoutResult(status -> statements.execute(held));
    }
}
