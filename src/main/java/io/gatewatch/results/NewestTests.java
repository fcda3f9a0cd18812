package io.gatewatch.results;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What the totals of a target say of its newest test; one that comes late changes nothing here. */
@Component
class NewestTests {

    private static final String UPDATE = """
            update target_totals set
                last_task_id = ?, last_observed_at = ?, last_completed_at = ?, last_success_ratio = ?,
                last_latency_minimum_seconds = ?, last_latency_average_seconds = ?, last_latency_maximum_seconds = ?,
                exemplar_seconds = ?
            where gateway_id = ? and url_id = ? and protocol = ?
              and (last_observed_at is null or last_observed_at <= ?)
            """;

    private final JdbcTemplate jdbc;

    NewestTests(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes the newest of each target's tests, in the order of the targets; joins the caller's transaction. */
    void note(Collection<List<RecordedTest>> byTarget) {
        List<RecordedTest> newest = byTarget.stream()
                .map(NewestTests::newestOf)
                .filter(Objects::nonNull)
                .toList();
        jdbc.batchUpdate(UPDATE, newest, Math.max(1, newest.size()), NewestTests::bind);
    }

    private static @Nullable RecordedTest newestOf(List<RecordedTest> tests) {
        return tests.stream()
                .filter(RecordedTest::hasBelievableStart)
                .max(Comparator.comparing(RecordedTest::observedAt))
                .orElse(null);
    }

    private static void bind(PreparedStatement statement, RecordedTest newest) throws SQLException {
        HttpTestResult result = newest.result();
        HttpTestResult.Output output = result.output();
        new Binder(statement)
                .value(newest.test().taskId())
                .value(newest.observedAt())
                .value(completedAt(newest))
                .value(over(result.successRatePercent(), 100))
                .value(output == null ? null : over(output.minimumLatencyMilliseconds(), 1000))
                .value(output == null ? null : over(output.averageLatencyMilliseconds(), 1000))
                .value(output == null ? null : over(output.maximumLatencyMilliseconds(), 1000))
                .value(over(slowest(result), 1000))
                .value(newest.target().gatewayId())
                .value(newest.target().urlId())
                .value(newest.target().protocol().text())
                .value(newest.observedAt());
    }

    /** An end that is still to come is not believed, because it would keep the gauges of the test for ever. */
    private static Instant completedAt(RecordedTest test) {
        Instant endedAt = test.result().endedAt();
        Instant latest = test.test().storedAt().plus(RecordedTest.BELIEVED_AHEAD);
        return endedAt == null || endedAt.isAfter(latest) ? test.observedAt() : endedAt;
    }

    private static @Nullable Double slowest(HttpTestResult result) {
        return result.responses().stream()
                .map(ResponseSample::responseTimeMilliseconds)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Double over(@Nullable Double value, double divisor) {
        return value == null ? null : value / divisor;
    }
}
