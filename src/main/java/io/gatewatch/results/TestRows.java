package io.gatewatch.results;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes tests and their response rows. */
@Component
class TestRows {

    private static final String TEST = """
            gateway_id, observed_at, task_id, url_id, url_as_sent, protocol, status, outcome, started_at, ended_at,
            success_rate_percent, requests_sent, responses_received, latency_minimum_millis, latency_average_millis,
            latency_maximum_millis, fail_reason, raw_output, document, stored_at""";

    private static final String RESPONSE = """
            gateway_id, observed_at, task_id, position, response_number, response_bytes, response_time_millis,
            download_rate, download_rate_bytes_per_second, response_code, status_code, reason""";

    private final JdbcTemplate jdbc;

    TestRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    boolean isThere(FinishedTest test) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select from http_test where gateway_id = ? and observed_at = ? and task_id = ?)",
                Boolean.class,
                test.gatewayId(),
                test.observedAt().atOffset(ZoneOffset.UTC),
                test.taskId()));
    }

    void insert(List<RecordedTest> tests) {
        jdbc.execute((ConnectionCallback<Integer>) connection -> {
            insertTests(tests, connection);
            insertResponses(tests, connection);
            return tests.size();
        });
    }

    private static void insertTests(List<RecordedTest> tests, Connection connection) throws SQLException {
        try (CopyRows rows = CopyRows.into("http_test", TEST, connection)) {
            for (RecordedTest test : tests) {
                write(test, rows);
            }
            rows.finish();
        }
    }

    private static void insertResponses(List<RecordedTest> tests, Connection connection) throws SQLException {
        try (CopyRows rows = CopyRows.into("response_sample", RESPONSE, connection)) {
            for (RecordedTest test : tests) {
                int position = 0;
                for (ResponseSample sample : test.result().responses()) {
                    write(test, position++, sample, rows);
                }
            }
            rows.finish();
        }
    }

    private static void write(RecordedTest test, CopyRows rows) throws SQLException {
        HttpTestResult result = test.result();
        HttpTestResult.Answered answered = result.answered();
        rows.value(test.target().gatewayId())
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
                .value(result.minimumLatency())
                .value(result.averageLatency())
                .value(result.maximumLatency())
                .value(result.failReason())
                .value(result.rawOutput())
                .value(Documents.packed(result.document()))
                .value(test.test().storedAt())
                .end();
    }

    /** Only where the key does not say it whole: cut, or the very word that stands for the unknown. */
    private static @Nullable String asSent(RecordedTest test) {
        String said = test.test().url();
        boolean whole = said == null || (said.equals(test.url().text()) && !said.equals(Url.UNKNOWN.text()));
        return whole ? null : said;
    }

    private static void write(RecordedTest test, int position, ResponseSample sample, CopyRows rows)
            throws SQLException {
        rows.value(test.target().gatewayId())
                .value(test.observedAt())
                .value(test.test().taskId())
                .value(position)
                .value(sample.responseNumber())
                .value(sample.responseBytes())
                .value(sample.responseTimeMilliseconds())
                .value(sample.downloadRate())
                .value(sample.downloadRateBytesPerSecond())
                .value(sample.responseCode())
                .value(sample.statusCode())
                .value(sample.reason())
                .end();
    }
}
