package io.gatewatch.web;

import io.gatewatch.results.Figures;
import io.gatewatch.results.Series;
import io.gatewatch.results.StoredTest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of a table: the names of the JSON, and where their values come from. */
record CsvTable<T>(List<Column<T>> columns) {

    /** One column of a table. */
    record Column<T>(String name, Function<T, @Nullable Object> value) {}

    static final CsvTable<StoredTest> TESTS = new CsvTable<>(List.of(
            new Column<>("taskId", StoredTest::taskId),
            new Column<>("serialNumber", StoredTest::serialNumber),
            new Column<>("protocol", test -> test.protocol().text()),
            new Column<>("url", StoredTest::url),
            new Column<>("status", StoredTest::status),
            new Column<>("outcome", test -> test.outcome().text()),
            new Column<>("startedAt", StoredTest::startedAt),
            new Column<>("endedAt", StoredTest::endedAt),
            new Column<>("observedAt", StoredTest::observedAt),
            new Column<>("successRatePercent", StoredTest::successRatePercent),
            new Column<>("requestsSent", StoredTest::requestsSent),
            new Column<>("responsesReceived", StoredTest::responsesReceived),
            new Column<>("minimumLatencyMilliseconds", StoredTest::minimumLatencyMilliseconds),
            new Column<>("averageLatencyMilliseconds", StoredTest::averageLatencyMilliseconds),
            new Column<>("maximumLatencyMilliseconds", StoredTest::maximumLatencyMilliseconds),
            new Column<>("failReason", StoredTest::failReason)));

    static final CsvTable<Series.Bucket> HISTORY = new CsvTable<>(List.of(
            new Column<>("start", Series.Bucket::start),
            of("tests", Figures::tests),
            of("successfulTests", Figures::successfulTests),
            of("partialTests", Figures::partialTests),
            of("failedTests", Figures::failedTests),
            of("successRatePercent", Figures::successRatePercent),
            of("requestsSent", Figures::requestsSent),
            of("responsesReceived", Figures::responsesReceived),
            of("responseBytes", Figures::responseBytes),
            of(
                    "latencyMilliseconds.min",
                    figures -> figures.latencyMilliseconds().min()),
            of(
                    "latencyMilliseconds.average",
                    figures -> figures.latencyMilliseconds().average()),
            of(
                    "latencyMilliseconds.max",
                    figures -> figures.latencyMilliseconds().max()),
            of(
                    "latencyMilliseconds.p50",
                    figures -> figures.latencyMilliseconds().p50()),
            of(
                    "latencyMilliseconds.p95",
                    figures -> figures.latencyMilliseconds().p95()),
            of(
                    "latencyMilliseconds.p99",
                    figures -> figures.latencyMilliseconds().p99()),
            of("downloadRateBytesPerSecond", Figures::downloadRateBytesPerSecond)));

    private static Column<Series.Bucket> of(String name, Function<Figures, @Nullable Object> figure) {
        return new Column<>(name, bucket -> figure.apply(bucket.figures()));
    }

    /** The buckets of a series alone; there are never too many of them for a table. */
    static void write(Series series, HttpServletResponse response) throws IOException {
        Csv csv = Csv.answer(response);
        HISTORY.header(csv);
        HISTORY.rows(csv, series.buckets());
        csv.end();
    }

    void header(Csv csv) throws IOException {
        csv.row(columns.stream().map(Column::name).toList());
    }

    void rows(Csv csv, List<T> rows) throws IOException {
        for (T row : rows) {
            List<@Nullable Object> cells = new ArrayList<>();
            columns.forEach(column -> cells.add(column.value.apply(row)));
            csv.row(cells);
        }
    }
}
