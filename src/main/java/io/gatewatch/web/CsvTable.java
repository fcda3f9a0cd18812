package io.gatewatch.web;

import io.gatewatch.results.Availability;
import io.gatewatch.results.AvailabilityQuestion;
import io.gatewatch.results.Figures;
import io.gatewatch.results.Series;
import io.gatewatch.results.StoredTest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
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

    static final CsvTable<Series.Bucket> HISTORY =
            new CsvTable<>(join(List.of(new Column<>("start", Series.Bucket::start)), figures(Series.Bucket::figures)));

    /** A row says what it answers, as a table has no other place for it. */
    static CsvTable<Availability> availability(AvailabilityQuestion question) {
        List<Column<Availability>> own = List.of(
                new Column<>("from", row -> question.from()),
                new Column<>("to", row -> question.to()),
                new Column<>("targetPercent", row -> question.targetPercent()),
                new Column<>("serialNumber", row -> row.gateway().serialNumber()),
                new Column<>("name", row -> row.gateway().name()),
                new Column<>("site", row -> row.gateway().site()),
                new Column<>("url", Availability::url),
                new Column<>("protocol", row -> row.protocol().text()),
                new Column<>("result", row -> row.result().text()),
                new Column<>("testedHours", Availability::testedHours),
                new Column<>("successfulHours", Availability::successfulHours),
                new Column<>("successfulHoursPercent", Availability::successfulHoursPercent),
                worst("worstHour.start", Availability.WorstHour::start),
                worst("worstHour.tests", Availability.WorstHour::tests),
                worst("worstHour.successRatePercent", Availability.WorstHour::successRatePercent));
        return new CsvTable<>(join(own, figures(Availability::figures)));
    }

    private static Column<Availability> worst(String name, Function<Availability.WorstHour, Object> value) {
        return new Column<>(name, row -> row.worstHour() == null ? null : value.apply(row.worstHour()));
    }

    private static <T> List<Column<T>> figures(Function<T, Figures> of) {
        Function<T, Figures.Latency> latency = of.andThen(Figures::latencyMilliseconds);
        return List.of(
                new Column<>("tests", of.andThen(Figures::tests)),
                new Column<>("successfulTests", of.andThen(Figures::successfulTests)),
                new Column<>("partialTests", of.andThen(Figures::partialTests)),
                new Column<>("failedTests", of.andThen(Figures::failedTests)),
                new Column<>("successRatePercent", row -> of.apply(row).successRatePercent()),
                new Column<>("requestsSent", of.andThen(Figures::requestsSent)),
                new Column<>("responsesReceived", of.andThen(Figures::responsesReceived)),
                new Column<>("responseBytes", of.andThen(Figures::responseBytes)),
                new Column<>(
                        "latencyMilliseconds.min", row -> latency.apply(row).min()),
                new Column<>(
                        "latencyMilliseconds.average", row -> latency.apply(row).average()),
                new Column<>(
                        "latencyMilliseconds.max", row -> latency.apply(row).max()),
                new Column<>(
                        "latencyMilliseconds.p50", row -> latency.apply(row).p50()),
                new Column<>(
                        "latencyMilliseconds.p95", row -> latency.apply(row).p95()),
                new Column<>(
                        "latencyMilliseconds.p99", row -> latency.apply(row).p99()),
                new Column<>("downloadRateBytesPerSecond", row -> of.apply(row).downloadRateBytesPerSecond()));
    }

    private static <T> List<Column<T>> join(List<Column<T>> first, List<Column<T>> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
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
