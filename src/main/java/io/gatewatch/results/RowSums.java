package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Adds up the tests and response rows themselves: exact, for as long as the rows are kept. */
@Component
class RowSums {

    private static final String TESTS = """
            select %1$swidth_bucket(t.observed_at, :starts) as slot,
                   count(*) filter (where t.outcome = 'success') as successful_tests,
                   count(*) filter (where t.outcome = 'partial') as partial_tests,
                   count(*) filter (where t.outcome = 'failure') as failed_tests,
                   count(t.success_rate_percent) as rated_tests, sum(t.success_rate_percent) as success_rate_sum,
                   sum(t.requests_sent) as requests_sent, sum(t.responses_received) as responses_received
            from http_test t where %2$s group by %1$sslot
            """;

    private static final String RESPONSES = """
            select %1$swidth_bucket(t.observed_at, :starts) as slot,
                   array_agg(response_time_millis) filter (where response_time_millis is not null) as latencies%4$s
            from %3$s where %2$s group by %1$sslot
            """;

    private static final String OF_BYTES = """
            , sum(response_bytes) as response_bytes,
            sum(response_bytes) filter (where response_time_millis is not null) as rated_bytes,
            sum(response_time_millis) filter (where response_bytes is not null) as rated_millis
            """;

    private static final String ANY = "select exists (select from http_test t where %s)";

    private static final String ALONE = "response_sample t";

    /** The bounds are told twice: PostgreSQL does not carry them over to what is joined. */
    private static final String WITH_TESTS = """
            http_test t join response_sample r
            on r.gateway_id = t.gateway_id and r.observed_at = t.observed_at and r.task_id = t.task_id
               and r.gateway_id = any (:gateways) and r.observed_at >= :from and r.observed_at < :to
            """;

    private final JdbcClient jdbc;

    RowSums(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds what lies in a stretch; one at a time, because an index finds one range of many gateways, but not two. */
    void addTo(Map<Slice, Sums> sums, FiguresQuestion question, Interval stretch) {
        Choice choice = question.choice()
                .from("observed_at", stretch.from())
                .before("observed_at", stretch.to())
                .storedBy(question.storedBy())
                .with("starts", question.starts());
        if (question.detail().tests()) {
            String tests = TESTS.formatted(question.key(), choice.sql());
            read(tests, choice, row -> of(row, question, sums).addTests(row));
        }
        if (question.detail().latencies()) {
            addResponses(sums, question, choice);
        }
    }

    private void addResponses(Map<Slice, Sums> sums, FiguresQuestion question, Choice choice) {
        boolean bytes = question.detail().bytes();
        String from = question.needsTests() ? WITH_TESTS : ALONE;
        String responses = RESPONSES.formatted(question.key(), choice.sql(), from, bytes ? OF_BYTES : "");
        read(responses, choice, row -> {
            Sums of = of(row, question, sums);
            of.addValues(row);
            if (bytes) {
                of.addBytes(row);
            }
        });
    }

    /** Whether the hour in which the range ends has no test after that, as where it ends now. */
    boolean noneAfter(FiguresQuestion question) {
        Instant hour = question.to().truncatedTo(ChronoUnit.HOURS);
        Choice choice = question.choice()
                .from("observed_at", question.to())
                .before("observed_at", hour.plus(1, ChronoUnit.HOURS));
        return !jdbc.sql(ANY.formatted(choice.sql()))
                .params(choice.params())
                .query(Boolean.class)
                .single();
    }

    private void read(String sql, Choice choice, RowCallbackHandler row) {
        jdbc.sql(sql).params(choice.params()).query(row);
    }

    private static Sums of(ResultSet row, FiguresQuestion question, Map<Slice, Sums> sums) throws SQLException {
        return sums.computeIfAbsent(Slice.of(row, question, row.getInt("slot") - 1), slice -> new Sums());
    }
}
