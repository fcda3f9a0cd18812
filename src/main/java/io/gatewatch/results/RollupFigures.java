package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Figures merged from hourly ones: sums are exact, percentiles within 5 %; for ranges whose rows are gone. */
@Component
class RollupFigures {

    /** What {@link #sums} reads of several hours together. */
    static final String COLUMNS = """
                   sum(successful_tests) as successful_tests, sum(partial_tests) as partial_tests,
                   sum(failed_tests) as failed_tests, sum(success_rate_sum) / nullif(sum(rated_tests), 0) as success_rate,
                   sum(requests_sent) as requests_sent, sum(responses_received) as responses_received,
                   sum(response_bytes) as response_bytes,
                   min(latency_minimum_millis) as minimum, max(latency_maximum_millis) as maximum,
                   sum(latency_sum_millis) / nullif(sum(latency_count), 0) as average,
                   sum(rated_bytes) * 1000 / nullif(sum(rated_millis), 0) as rate
            """;

    private static final String SUMS =
            "select %1$s as key, " + COLUMNS + " from hourly_figures t where %2$s group by grouping sets ((key), ())";

    private static final String BUCKETS = """
            select %1$s as key, b.index as bucket_index, sum(b.count) as bucket_count
            from hourly_figures t, unnest(t.bucket_indexes, t.bucket_counts) as b (index, count)
            where %2$s group by grouping sets ((key, bucket_index), (bucket_index))
            """;

    private final JdbcClient jdbc;

    RollupFigures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Figures by a key, and of all together under the key that the mapper makes of SQL's null. */
    <K> Map<K, Figures> byAndInAll(String keyExpression, RowMapper<K> key, Choice choice) {
        Map<K, Counts> buckets = new HashMap<>();
        jdbc.sql(BUCKETS.formatted(keyExpression, choice.sql()))
                .params(choice.params())
                .query(row -> {
                    buckets.computeIfAbsent(key.mapRow(row, 0), k -> new Counts())
                            .add(row.getShort("bucket_index"), row.getLong("bucket_count"));
                });
        Map<K, Figures> figures = new HashMap<>();
        jdbc.sql(SUMS.formatted(keyExpression, choice.sql()))
                .params(choice.params())
                .query(row -> {
                    K k = key.mapRow(row, 0);
                    figures.put(k, figures(row, buckets.getOrDefault(k, new Counts())));
                });
        return figures;
    }

    private static Figures figures(ResultSet row, Counts buckets) throws SQLException {
        return withPercentiles(sums(row), buckets);
    }

    /** Of a row of {@link #COLUMNS}. */
    static Figures sums(ResultSet row) throws SQLException {
        long successful = row.getLong("successful_tests");
        long partial = row.getLong("partial_tests");
        long failed = row.getLong("failed_tests");
        Figures.Latency latency = new Figures.Latency(
                row.getObject("minimum", Double.class),
                row.getObject("average", Double.class),
                row.getObject("maximum", Double.class),
                null,
                null,
                null);
        return new Figures(
                successful + partial + failed,
                successful,
                partial,
                failed,
                row.getObject("success_rate", Double.class),
                row.getLong("requests_sent"),
                row.getLong("responses_received"),
                row.getLong("response_bytes"),
                latency,
                row.getObject("rate", Double.class));
    }

    static Figures withPercentiles(Figures sums, Counts buckets) {
        Figures.Latency of = sums.latencyMilliseconds();
        Figures.Latency latency = new Figures.Latency(
                of.min(),
                of.average(),
                of.max(),
                percentile(buckets, 0.5, of.min(), of.max()),
                percentile(buckets, 0.95, of.min(), of.max()),
                percentile(buckets, 0.99, of.min(), of.max()));
        return sums.with(latency);
    }

    /** The middle of the bucket that holds the nearest rank, never outside what was really met. */
    private static @Nullable Double percentile(
            Counts buckets, double share, @Nullable Double minimum, @Nullable Double maximum) {
        long rank = Math.max(1, (long) Math.ceil(share * buckets.total()));
        for (Map.Entry<Short, Long> bucket : buckets.sorted().entrySet()) {
            rank -= bucket.getValue();
            if (rank <= 0 && minimum != null && maximum != null) {
                return Math.min(maximum, Math.max(minimum, LatencyBuckets.middleMillis(bucket.getKey())));
            }
        }
        return null;
    }
}
