package io.gatewatch.results;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Figures of tests, added up in plain Java from what was told of them: what every reading must come to. */
final class Recount {

    private Recount() {}

    static Figures of(Collection<Told> tests) {
        List<HttpTestResult> results = tests.stream()
                .map(test -> test.finished(1, test.startedAt()).result())
                .toList();
        return new Figures(
                results.size(),
                count(results, Outcome.SUCCESS),
                count(results, Outcome.PARTIAL),
                count(results, Outcome.FAILURE),
                orNull(results.stream()
                        .map(HttpTestResult::successRatePercent)
                        .filter(Objects::nonNull)
                        .mapToDouble(rate -> rate)
                        .average()),
                results.stream()
                        .mapToLong(result -> or0(result.answered().sent()))
                        .sum(),
                results.stream()
                        .mapToLong(result -> or0(result.answered().received()))
                        .sum(),
                rows(tests).mapToLong(row -> or0(row.responseBytes())).sum(),
                latency(latencies(tests)),
                downloadRate(tests));
    }

    static long count(List<HttpTestResult> results, Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    static Stream<ResponseSample> rows(Collection<Told> tests) {
        return tests.stream().flatMap(test -> test.rows().stream());
    }

    static double[] latencies(Collection<Told> tests) {
        return rows(tests)
                .map(ResponseSample::responseTimeMilliseconds)
                .filter(Objects::nonNull)
                .mapToDouble(millis -> millis)
                .sorted()
                .toArray();
    }

    private static Figures.Latency latency(double[] sorted) {
        return sorted.length == 0
                ? Figures.Latency.NONE
                : new Figures.Latency(
                        sorted[0],
                        Arrays.stream(sorted).average().orElseThrow(),
                        sorted[sorted.length - 1],
                        nearestRank(sorted, 50),
                        nearestRank(sorted, 95),
                        nearestRank(sorted, 99));
    }

    private static double nearestRank(double[] sorted, int percent) {
        return sorted[(sorted.length * percent + 99) / 100 - 1];
    }

    private static Double downloadRate(Collection<Told> tests) {
        List<ResponseSample> timed = rows(tests)
                .filter(row -> row.responseBytes() != null && row.responseTimeMilliseconds() != null)
                .toList();
        double seconds = timed.stream()
                .mapToDouble(row -> row.responseTimeMilliseconds() / 1000)
                .sum();
        return seconds == 0
                ? null
                : Double.valueOf(
                        timed.stream().mapToLong(ResponseSample::responseBytes).sum() / seconds);
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    static long or0(Long value) {
        return value == null ? 0 : value;
    }

    /** The same with percentiles as buckets of schema 3 have them: the harmonic mean of their bounds, within what was met. */
    static Figures bucketed(Collection<Told> tests) {
        Figures exact = of(tests);
        Figures.Latency latency = exact.latencyMilliseconds();
        return latency.max() == null
                ? exact
                : with(
                        exact,
                        new Figures.Latency(
                                latency.min(),
                                latency.average(),
                                latency.max(),
                                inBucket(latency.p50(), latency),
                                inBucket(latency.p95(), latency),
                                inBucket(latency.p99(), latency)));
    }

    /** The same with these response times. */
    static Figures with(Figures of, Figures.Latency latency) {
        return new Figures(
                of.tests(),
                of.successfulTests(),
                of.partialTests(),
                of.failedTests(),
                of.successRatePercent(),
                of.requestsSent(),
                of.responsesReceived(),
                of.responseBytes(),
                latency,
                of.downloadRateBytesPerSecond());
    }

    private static double inBucket(double millis, Figures.Latency of) {
        double index = Math.ceil(Math.log(millis / 1000) / Math.log(2) * 8);
        double bound = 1000 * Math.pow(2, index / 8);
        double lower = 1000 * Math.pow(2, (index - 1) / 8);
        return Math.min(of.max(), Math.max(of.min(), 2 / (1 / bound + 1 / lower)));
    }

    /** Whether these are those, percentiles within a share of themselves. */
    static boolean isSame(Figures figures, Figures recounted, double percentilesOff) {
        Figures.Latency latency = figures.latencyMilliseconds();
        Figures.Latency of = recounted.latencyMilliseconds();
        return figures.tests() == recounted.tests()
                && figures.successfulTests() == recounted.successfulTests()
                && figures.partialTests() == recounted.partialTests()
                && figures.failedTests() == recounted.failedTests()
                && figures.requestsSent() == recounted.requestsSent()
                && figures.responsesReceived() == recounted.responsesReceived()
                && figures.responseBytes() == recounted.responseBytes()
                && isClose(figures.successRatePercent(), recounted.successRatePercent(), 1e-9)
                && isClose(figures.downloadRateBytesPerSecond(), recounted.downloadRateBytesPerSecond(), 1e-9)
                && isClose(latency.min(), of.min(), 0)
                && isClose(latency.average(), of.average(), 1e-9)
                && isClose(latency.max(), of.max(), 0)
                && isClose(latency.p50(), of.p50(), percentilesOff)
                && isClose(latency.p95(), of.p95(), percentilesOff)
                && isClose(latency.p99(), of.p99(), percentilesOff);
    }

    static boolean isClose(Double value, Double other, double share) {
        return value == null || other == null
                ? Objects.equals(value, other)
                : Math.abs(value - other) <= share * Math.abs(other);
    }
}
