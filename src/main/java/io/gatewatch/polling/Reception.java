package io.gatewatch.polling;

import static java.util.stream.Collectors.toMap;

import io.gatewatch.central.TestAddress;
import io.gatewatch.results.Gateways;
import io.gatewatch.results.Results;
import io.gatewatch.results.TestLengths;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes tasks in: each id once, whoever hands it in and however often. */
@Component
class Reception {

    private static final String INSERT = """
            insert into task (task_id, gateway_id, protocol, url_hint, start_hint, count_hint, interval_hint, state,
                registered_at, due_at, deadline_at, likely_end_at)
            values (:task, :gateway, :protocol, :url, :start, :count, :interval, 'pending', :now, :due, :deadline,
                :likely)
            on conflict (task_id) do nothing
            """;

    private final JdbcClient jdbc;
    private final Gateways gateways;
    private final Results results;
    private final TaskRows rows;
    private final TestLengths testLengths;
    private final LikelyEnd likelyEnd;
    private final PollingProperties properties;
    private final Clock clock;

    Reception(
            JdbcClient jdbc,
            Gateways gateways,
            Results results,
            TaskRows rows,
            TestLengths testLengths,
            LikelyEnd likelyEnd,
            PollingProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.gateways = gateways;
        this.results = results;
        this.rows = rows;
        this.testLengths = testLengths;
        this.likelyEnd = likelyEnd;
        this.properties = properties;
        this.clock = clock;
    }

    @Transactional
    List<Registration.Answer> receive(List<Registration> registrations) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Integer> unknown = unknown(registrations);
        Map<String, Long> gatewayIds = gateways.meet(unknown.stream()
                .map(i -> registrations.get(i).address().serialNumber())
                .toList());
        TestLengths.Known known = testLengths.of(gatewayIds.values());
        Set<Integer> created = new HashSet<>();
        for (int i : unknown) {
            Registration registration = registrations.get(i);
            long gatewayId = id(registration, gatewayIds);
            TestAddress address = registration.address();
            List<Duration> lengths = known.of(gatewayId, address.protocol(), registration.url());
            if (insert(registration, gatewayId, lengths, now)) {
                created.add(i);
            }
        }
        gateways.revive(gatewayIds.values());
        expect(created.stream().map(registrations::get).toList(), gatewayIds);
        Map<String, Task> tasks = tasks(registrations);
        return IntStream.range(0, registrations.size())
                .mapToObj(i -> answer(registrations.get(i), created.contains(i), tasks))
                .toList();
    }

    private boolean insert(Registration registration, long gatewayId, List<Duration> lengths, Instant now) {
        Instant likely = likelyEnd.learned(registration, lengths, now);
        Instant due = likelyEnd.first(registration, likely, now);
        Instant deadline = now.plus(properties.deadline());
        return jdbc.sql(INSERT)
                        .param("task", registration.address().taskId())
                        .param("gateway", gatewayId)
                        .param("protocol", registration.address().protocol().text())
                        .param("url", registration.url())
                        .param(
                                "start",
                                registration.startTime() == null
                                        ? null
                                        : registration.startTime().atOffset(ZoneOffset.UTC))
                        .param("count", registration.count())
                        .param("interval", registration.interval())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("due", (due.isBefore(deadline) ? due : deadline).atOffset(ZoneOffset.UTC))
                        .param("deadline", deadline.atOffset(ZoneOffset.UTC))
                        .param("likely", likely == null ? null : likely.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /**
     * The first of each id that is not known yet, so that one that is refused makes no gateway. In the order of ids: two that
     * hand in the same ids in another order must not wait for each other.
     */
    private List<Integer> unknown(List<Registration> registrations) {
        Set<String> seen = new HashSet<>(tasks(registrations).keySet());
        return IntStream.range(0, registrations.size())
                .filter(i -> seen.add(registrations.get(i).address().taskId()))
                .boxed()
                .sorted(Comparator.comparing(i -> registrations.get(i).address().taskId()))
                .toList();
    }

    private static long id(Registration registration, Map<String, Long> gatewayIds) {
        return Objects.requireNonNull(gatewayIds.get(registration.address().serialNumber()));
    }

    private void expect(List<Registration> created, Map<String, Long> gatewayIds) {
        results.expect(created.stream()
                .filter(registration -> registration.url() != null)
                .map(registration -> new Results.Expected(
                        id(registration, gatewayIds),
                        Objects.requireNonNull(registration.url()),
                        registration.address().protocol()))
                .toList());
    }

    private Map<String, Task> tasks(List<Registration> registrations) {
        List<String> ids = registrations.stream()
                .map(registration -> registration.address().taskId())
                .distinct()
                .toList();
        return rows.findByTaskIdIn(ids).stream().map(TaskRow::task).collect(toMap(Task::taskId, Function.identity()));
    }

    private static Registration.Answer answer(Registration registration, boolean created, Map<String, Task> tasks) {
        Task task = Objects.requireNonNull(tasks.get(registration.address().taskId()));
        if (created) {
            return new Registration.Answer(Registration.Status.CREATED, task);
        }
        boolean same = task.serialNumber().equals(registration.address().serialNumber())
                && task.protocol() == registration.address().protocol();
        return new Registration.Answer(same ? Registration.Status.EXISTS : Registration.Status.CONFLICT, task);
    }
}
