package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door out to the response times of many tests at once, without all else that is kept of them. */
@Component
public class Samples {

    private static final String PAGE = """
            select t.task_id, t.observed_at,
                   coalesce(array_agg(r.response_time_millis order by r.position) filter (where r.position >= 0), '{}')
                       as times,
                   coalesce(array_agg(r.status_code order by r.position) filter (where r.position >= 0), '{}') as codes
            from (select t.* from http_test t
                  where %s and (t.observed_at, t.task_id) < (:after_at, :after_id)
                  order by t.observed_at desc, t.task_id desc limit :limit) t
                 left join response_sample r
                     on r.gateway_id = t.gateway_id and r.observed_at = t.observed_at and r.task_id = t.task_id
                     and r.observed_at >= :from and r.observed_at < :to
            group by t.observed_at, t.task_id order by t.observed_at desc, t.task_id desc
            """;

    private final JdbcClient jdbc;
    private final KnownGateways gateways;
    private final Reading reading;

    Samples(JdbcClient jdbc, KnownGateways gateways, Reading reading) {
        this.jdbc = jdbc;
        this.gateways = gateways;
        this.reading = reading;
    }

    /**
     * Of at most {@code limit} tests, newest first; nothing at all of a gateway that was never seen.
     *
     * @throws TooMuchToRead when it took too long, or too many are reading
     */
    public Optional<List<TestSamples>> page(TestsQuestion question, int limit) {
        return reading.find(() -> gateways.id(question.serialNumber()).map(id -> read(id, question, limit)));
    }

    private List<TestSamples> read(long gatewayId, TestsQuestion question, int limit) {
        TestsQuestion.Position after = question.after();
        Instant afterAt = after == null ? question.to() : after.observedAt();
        Choice choice = Choice.within("observed_at", question.from(), question.to())
                .gateway(gatewayId)
                .url(question.url())
                .protocol(question.protocol())
                .with("after_at", afterAt.atOffset(ZoneOffset.UTC))
                .with("after_id", after == null ? "" : after.taskId())
                .with("limit", limit);
        return jdbc.sql(PAGE.formatted(choice.sql()))
                .params(choice.params())
                .query((row, number) -> samples(row))
                .list();
    }

    private static TestSamples samples(ResultSet row) throws SQLException {
        return new TestSamples(
                row.getString("task_id"),
                row.getObject("observed_at", OffsetDateTime.class).toInstant(),
                Arrays.asList((Double[]) row.getArray("times").getArray()),
                Arrays.asList((Integer[]) row.getArray("codes").getArray()));
    }
}
