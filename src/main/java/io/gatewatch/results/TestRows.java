package io.gatewatch.results;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes tests and their response rows, many in one statement. */
@Component
class TestRows {

    private static final int BATCH = 500;

    private static final String INSERT_TEST = """
            insert into http_test (gateway_id, observed_at, task_id, url_id, url_as_sent, protocol, status, outcome,
                started_at, ended_at, success_rate_percent, requests_sent, responses_received, latency_minimum_millis,
                latency_average_millis, latency_maximum_millis, fail_reason, raw_output, document, stored_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String INSERT_RESPONSE = """
            insert into response_sample (gateway_id, observed_at, task_id, position, response_number, response_bytes,
                response_time_millis, download_rate, download_rate_bytes_per_second, response_code, status_code, reason)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final JdbcTemplate jdbc;

    TestRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Row(RecordedTest test, int position, ResponseSample sample) {}

    void insert(List<RecordedTest> tests) {
        jdbc.batchUpdate(INSERT_TEST, tests, BATCH, TestRows::bind);
        List<Row> rows = new ArrayList<>();
        for (RecordedTest test : tests) {
            int position = 0;
            for (ResponseSample sample : test.result().responses()) {
                rows.add(new Row(test, position++, sample));
            }
        }
        jdbc.batchUpdate(INSERT_RESPONSE, rows, BATCH, TestRows::bind);
    }

    private static void bind(PreparedStatement statement, RecordedTest test) throws SQLException {
        HttpTestResult result = test.result();
        HttpTestResult.Output output = result.output();
        HttpTestResult.Answered answered = result.answered();
        new Binder(statement)
                .value(test.target().gatewayId())
                .value(test.observedAt())
                .value(test.test().taskId())
                .value(test.target().urlId())
                .value(asSent(test))
                .value(test.target().protocol().text())
                .value(result.status())
                .value(result.outcome().text())
                .value(result.startedAt())
                .value(result.endedAt())
                .value(result.successRatePercent())
                .value(answered.sent())
                .value(answered.received())
                .value(output == null ? null : output.minimumLatencyMilliseconds())
                .value(output == null ? null : output.averageLatencyMilliseconds())
                .value(output == null ? null : output.maximumLatencyMilliseconds())
                .value(result.failReason())
                .value(result.rawOutput())
                .value(Documents.packed(result.document()))
                .value(test.test().storedAt());
    }

    /** Only where the key does not say it whole: cut, or the very word that stands for the unknown. */
    private static @Nullable String asSent(RecordedTest test) {
        String said = test.test().url();
        boolean whole = said == null || (said.equals(test.url().text()) && !said.equals(Url.UNKNOWN.text()));
        return whole ? null : said;
    }

    private static void bind(PreparedStatement statement, Row row) throws SQLException {
        ResponseSample sample = row.sample;
        new Binder(statement)
                .value(row.test.target().gatewayId())
                .value(row.test.observedAt())
                .value(row.test.test().taskId())
                .value(row.position)
                .value(sample.responseNumber())
                .value(sample.responseBytes())
                .value(sample.responseTimeMilliseconds())
                .value(sample.downloadRate())
                .value(sample.downloadRateBytesPerSecond())
                .value(sample.responseCode())
                .value(sample.statusCode())
                .value(sample.reason());
    }
}
