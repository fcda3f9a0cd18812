package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Adds up the tests and response rows themselves: exact, for as long as the rows are kept. */
@Component
class RowSums {

    /** Tests and responses in one statement: a row of it has the sums of the one or of the other. */
    private static final String BOTH = "%s union all %s";

    private static final String TESTS = """
            select true as of_tests, %1$swidth_bucket(t.observed_at, :starts) as slot,
                   count(*) filter (where t.outcome = 'success') as successful_tests,
                   count(*) filter (where t.outcome = 'partial') as partial_tests,
                   count(*) filter (where t.outcome = 'failure') as failed_tests,
                   count(t.success_rate_percent) as rated_tests, sum(t.success_rate_percent) as success_rate_sum,
                   sum(t.requests_sent) as requests_sent, sum(t.responses_received) as responses_received,
                   null::float8[] as latencies, null::numeric as response_bytes, null::numeric as rated_bytes,
                   null::float8 as rated_millis
            from %3$s where %2$s group by %1$sslot
            """;

    private static final String RESPONSES = """
            select false as of_tests, %1$swidth_bucket(t.observed_at, :starts) as slot,
                   null::bigint as successful_tests, null::bigint as partial_tests, null::bigint as failed_tests,
                   null::bigint as rated_tests, null::float8 as success_rate_sum,
                   null::numeric as requests_sent, null::numeric as responses_received,
                   array_agg(response_time_millis) filter (where response_time_millis is not null) as latencies, %4$s
            from %3$s where %2$s group by %1$sslot
            """;

    private static final String BYTES = """
            sum(response_bytes) as response_bytes,
            sum(response_bytes) filter (where response_time_millis is not null) as rated_bytes,
            sum(response_time_millis) filter (where response_bytes is not null) as rated_millis
            """;

    private static final String NO_BYTES =
            "null::numeric as response_bytes, null::numeric as rated_bytes, null::float8 as rated_millis";

    /**
     * Each part of the time finds its rows by the index and in its partition, however many parts there are. Without the
     * offset the planner would take this for a join, and read all between the first part and the last.
     */
    private static final String IN_PARTS = """
            unnest(:begins, :ends) as p (begins, ends) cross join lateral (
                select * from %s t
                where t.gateway_id = any (:gateways) and t.observed_at >= p.begins and t.observed_at < p.ends offset 0) t
            """;

    /** The bounds are told twice: PostgreSQL does not carry them over to what is joined. */
    private static final String WITH_TESTS = """
             join response_sample r
            on r.gateway_id = t.gateway_id and r.observed_at = t.observed_at and r.task_id = t.task_id
               and r.gateway_id = any (:gateways) and r.observed_at >= :from and r.observed_at < :to
            """;

    private final JdbcClient jdbc;

    RowSums(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds what lies in some parts of the time, in order, by the starts of the steps. */
    void addTo(Map<Slice, Sums> sums, FiguresQuestion question, List<Instant> starts, List<Interval> parts) {
        if (parts.isEmpty()) {
            return;
        }
        Choice choice = question.choice()
                .from("observed_at", parts.get(0).from())
                .before("observed_at", parts.get(parts.size() - 1).to())
                .storedBy(question.storedBy())
                .with("starts", starts);
        if (parts.size() > 1) {
            choice.with("begins", parts.stream().map(Interval::from).toList())
                    .with("ends", parts.stream().map(Interval::to).toList());
        }
        jdbc.sql(statement(question, choice.sql(), parts.size() > 1))
                .params(choice.params())
                .query(row -> {
                    add(row, of(row, question, sums), question.detail());
                });
    }

    private static String statement(FiguresQuestion question, String conditions, boolean inParts) {
        FiguresQuestion.Detail detail = question.detail();
        String tests = from("http_test", inParts);
        String responses = question.needsTests() ? tests + WITH_TESTS : from("response_sample", inParts);
        String ofTests = TESTS.formatted(question.key(), conditions, tests);
        String ofResponses =
                RESPONSES.formatted(question.key(), conditions, responses, detail.bytes() ? BYTES : NO_BYTES);
        if (!detail.latencies()) {
            return ofTests;
        }
        return detail.tests() ? BOTH.formatted(ofTests, ofResponses) : ofResponses;
    }

    private static String from(String table, boolean inParts) {
        return inParts ? IN_PARTS.formatted(table) : table + " t";
    }

    private static void add(ResultSet row, Sums sums, FiguresQuestion.Detail detail) throws SQLException {
        if (row.getBoolean("of_tests")) {
            sums.addTests(row);
        } else {
            sums.addValues(row);
            if (detail.bytes()) {
                sums.addBytes(row);
            }
        }
    }

    private static Sums of(ResultSet row, FiguresQuestion question, Map<Slice, Sums> sums) throws SQLException {
        return sums.computeIfAbsent(Slice.of(row, question, row.getInt("slot") - 1), slice -> new Sums());
    }
}
