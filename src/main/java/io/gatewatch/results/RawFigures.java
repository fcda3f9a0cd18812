package io.gatewatch.results;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Figures counted from the tests and response rows themselves: exact, for as long as the rows are kept. */
@Component
class RawFigures {

    private static final String OF_TESTS = """
            select %1$s as key, count(*) as tests,
                   count(*) filter (where t.outcome = 'success') as successful_tests,
                   count(*) filter (where t.outcome = 'partial') as partial_tests,
                   count(*) filter (where t.outcome = 'failure') as failed_tests,
                   avg(t.success_rate_percent) as success_rate,
                   coalesce(sum(t.requests_sent), 0) as requests_sent,
                   coalesce(sum(t.responses_received), 0) as responses_received
            from http_test t where %2$s group by %3$s
            """;

    private static final String OF_RESPONSES = """
            select %1$s as key, coalesce(sum(r.response_bytes), 0) as response_bytes,
                   min(r.response_time_millis) as minimum, avg(r.response_time_millis) as average,
                   max(r.response_time_millis) as maximum,
                   percentile_disc(array[0.5, 0.95, 0.99]) within group (order by r.response_time_millis) as percentiles,
                   sum(r.response_bytes) filter (where r.response_time_millis is not null) * 1000
                       / nullif(sum(r.response_time_millis) filter (where r.response_bytes is not null), 0) as rate
            from http_test t join response_sample r using (gateway_id, observed_at, task_id)
            where %2$s and r.observed_at >= :from and r.observed_at < :to group by %3$s
            """;

    private final JdbcClient jdbc;

    RawFigures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record OfTests(
            long tests,
            long successful,
            long partial,
            long failed,
            @Nullable Double rate,
            long sent,
            long received) {}

    private record OfResponses(
            long bytes, Figures.Latency latency, @Nullable Double rate) {

        static final OfResponses NONE = new OfResponses(0, Figures.Latency.NONE, null);
    }

    /** Figures by a key, for example by gateway. */
    <K> Map<K, Figures> by(String keyExpression, RowMapper<K> key, Choice choice) {
        return read(keyExpression, "key", key, choice);
    }

    /** Figures by a key, and of all together under the key that the mapper makes of SQL's null. */
    <K> Map<K, Figures> byAndInAll(String keyExpression, RowMapper<K> key, Choice choice) {
        return read(keyExpression, "grouping sets ((key), ())", key, choice);
    }

    private <K> Map<K, Figures> read(String keyExpression, String grouping, RowMapper<K> key, Choice choice) {
        Map<K, OfTests> tests =
                query(OF_TESTS.formatted(keyExpression, choice.sql(), grouping), key, choice, RawFigures::ofTests);
        Map<K, OfResponses> responses = query(
                OF_RESPONSES.formatted(keyExpression, choice.sql(), grouping), key, choice, RawFigures::ofResponses);
        Map<K, Figures> figures = new HashMap<>();
        tests.forEach((k, of) -> figures.put(k, figures(of, responses.getOrDefault(k, OfResponses.NONE))));
        return figures;
    }

    private <K, V> Map<K, V> query(String sql, RowMapper<K> key, Choice choice, RowMapper<V> value) {
        Map<K, V> found = new HashMap<>();
        jdbc.sql(sql).params(choice.params()).query(row -> {
            found.put(key.mapRow(row, 0), value.mapRow(row, 0));
        });
        return found;
    }

    private static OfTests ofTests(ResultSet row, int number) throws SQLException {
        return new OfTests(
                row.getLong("tests"),
                row.getLong("successful_tests"),
                row.getLong("partial_tests"),
                row.getLong("failed_tests"),
                row.getObject("success_rate", Double.class),
                row.getLong("requests_sent"),
                row.getLong("responses_received"));
    }

    private static OfResponses ofResponses(ResultSet row, int number) throws SQLException {
        Double[] percentiles = percentiles(row.getArray("percentiles"));
        Figures.Latency latency = new Figures.Latency(
                row.getObject("minimum", Double.class),
                row.getObject("average", Double.class),
                row.getObject("maximum", Double.class),
                percentiles[0],
                percentiles[1],
                percentiles[2]);
        return new OfResponses(row.getLong("response_bytes"), latency, row.getObject("rate", Double.class));
    }

    private static Double[] percentiles(@Nullable Array array) throws SQLException {
        return array == null ? new Double[3] : (Double[]) array.getArray();
    }

    private static Figures figures(OfTests tests, OfResponses responses) {
        return new Figures(
                tests.tests,
                tests.successful,
                tests.partial,
                tests.failed,
                tests.rate,
                tests.sent,
                tests.received,
                responses.bytes,
                responses.latency,
                responses.rate);
    }
}
