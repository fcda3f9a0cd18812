package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Adds up the tests and response rows themselves: exact, for as long as the rows are kept. */
@Component
class RowSums {

    private static final String TESTS = """
            select t.gateway_id, t.url_id, t.protocol, width_bucket(t.observed_at, :starts::timestamptz[]) as slot,
                   count(*) filter (where t.outcome = 'success') as successful_tests,
                   count(*) filter (where t.outcome = 'partial') as partial_tests,
                   count(*) filter (where t.outcome = 'failure') as failed_tests,
                   count(t.success_rate_percent) as rated_tests, sum(t.success_rate_percent) as success_rate_sum,
                   sum(t.requests_sent) as requests_sent, sum(t.responses_received) as responses_received
            from http_test t where %s group by 1, 2, 3, 4
            """;

    private static final String RESPONSES = """
            select t.gateway_id, t.url_id, t.protocol, width_bucket(t.observed_at, :starts::timestamptz[]) as slot,
                   sum(r.response_bytes) as response_bytes,
                   sum(r.response_bytes) filter (where r.response_time_millis is not null) as rated_bytes,
                   sum(r.response_time_millis) filter (where r.response_bytes is not null) as rated_millis,
                   array_agg(r.response_time_millis) filter (where r.response_time_millis is not null) as latencies
            from http_test t join response_sample r using (gateway_id, observed_at, task_id)
            where %s and r.gateway_id = any (:gateways) and r.observed_at >= :from and r.observed_at < :to
            group by 1, 2, 3, 4
            """;

    private final JdbcClient jdbc;

    RowSums(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds what lies in a stretch; one at a time, because an index finds one range of many gateways, but not two. */
    void addTo(Map<Slice, Sums> sums, FiguresQuestion question, Hours.Stretch stretch) {
        Choice choice = question.choice()
                .from("observed_at", stretch.from())
                .before("observed_at", stretch.to())
                .storedBy(question.storedBy())
                .with(
                        "starts",
                        question.starts().stream().map(Instant::toString).toArray(String[]::new));
        read(TESTS, choice, row -> of(row, sums).addTests(row));
        read(RESPONSES, choice, row -> of(row, sums).addResponses(row));
    }

    private void read(String sql, Choice choice, RowCallbackHandler row) {
        jdbc.sql(sql.formatted(choice.sql())).params(choice.params()).query(row);
    }

    private static Sums of(ResultSet row, Map<Slice, Sums> sums) throws SQLException {
        return sums.computeIfAbsent(Slice.of(row, row.getInt("slot") - 1), slice -> new Sums());
    }
}
