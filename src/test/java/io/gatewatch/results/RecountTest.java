package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Random mixes of tests, always the same: whatever reads them must come to what a plain recount comes to. */
class RecountTest extends ResultsWorld {

    private static final Instant FROM = Instant.parse("2025-05-20T00:00:00Z");
    private static final Instant TO = FROM.plus(Duration.ofDays(1));

    private final Random random = new Random(20250521);
    private final List<Told> told = new ArrayList<>();

    @Autowired
    private History history;

    @Autowired
    private Totals totals;

    @BeforeEach
    void manyTestsFinish() {
        for (int batch = 0; batch < 5; batch++) {
            List<Told> tests = IntStream.range(0, 60)
                    .mapToObj(i -> any("t" + told.size() + "-" + i))
                    .toList();
            record(tests);
            told.addAll(tests);
        }
    }

    private Told any(String taskId) {
        Told test = Told.test(taskId, FROM.plusMillis(random.nextInt(86_400_000)))
                .to(random.nextInt(5) == 0 ? null : "url" + random.nextInt(2))
                .by(random.nextBoolean() ? Protocol.HTTP : Protocol.HTTPS)
                .answered(IntStream.range(0, random.nextInt(6))
                        .mapToObj(i -> anyRow())
                        .toArray(ResponseSample[]::new));
        return switch (random.nextInt(5)) {
            case 0 -> test.counted(5L, (long) random.nextInt(6));
            case 1 -> test.rated(random.nextDouble() * 100);
            case 2 -> test.because("reset");
            case 3 -> test.counted(null, 2L).answered();
            default -> test;
        };
    }

    private ResponseSample anyRow() {
        Integer bytes = random.nextInt(10) == 0 ? null : random.nextInt(100_000);
        return Told.row(bytes, random.nextInt(10) == 0 ? null : anyLatency());
    }

    /** Mostly what networks do, now and then nothing at all, next to nothing, or eleven days. */
    private double anyLatency() {
        return switch (random.nextInt(30)) {
            case 0 -> 0;
            case 1 -> 1e9;
            case 2 -> 1e-9 * random.nextDouble();
            default -> Math.exp(random.nextGaussian() + 5);
        };
    }

    private Series series(Duration step, String url, Protocol protocol) {
        return history.of(new HistoryQuestion("GW1", FROM, TO, step, url, protocol, null))
                .orElseThrow();
    }

    private List<Told> within(Instant from, Instant to) {
        return told.stream()
                .filter(test ->
                        !test.startedAt().isBefore(from) && test.startedAt().isBefore(to))
                .toList();
    }

    @Test
    void historyIsTheExactRecountOfEveryBucket() {
        Series series = series(Duration.ofMinutes(90), null, null);
        assertSame(series.summary(), told, 0);
        for (Series.Bucket bucket : series.buckets()) {
            assertSame(bucket.figures(), within(bucket.start(), bucket.start().plus(Duration.ofMinutes(90))), 0);
        }
    }

    @Test
    void filtersLeaveOnlyWhatTheyName() {
        assertSame(
                series(null, "url1", Protocol.HTTPS).summary(),
                told.stream()
                        .filter(test -> "url1".equals(test.url()) && test.protocol() == Protocol.HTTPS)
                        .toList(),
                0);
        assertSame(
                series(null, "unknown", null).summary(),
                told.stream().filter(test -> test.url() == null).toList(),
                0);
    }

    @Test
    void hourlyFiguresAreTheSameButForPercentiles() {
        clock.set(NOON.plus(Duration.ofDays(91)));
        upkeep();
        Series series = series(Duration.ofHours(3), null, null);
        assertThat(series.approximate()).isTrue();
        assertSame(series.summary(), told, 0.05);
        for (Series.Bucket bucket : series.buckets()) {
            assertSame(bucket.figures(), within(bucket.start(), bucket.start().plus(Duration.ofHours(3))), 0.05);
        }
    }

    @Test
    void totalsAreTheRecountOfEveryTarget() {
        assertThat(totals.all()).hasSize(6);
        for (TargetTotal total : totals.all()) {
            List<Told> of = told.stream()
                    .filter(test ->
                            Objects.requireNonNullElse(test.url(), "unknown").equals(total.url())
                                    && test.protocol() == total.protocol())
                    .toList();
            double[] latencies = Recount.latencies(of);
            assertThat(total.tests().values().stream().mapToLong(n -> n).sum()).isEqualTo(of.size());
            assertThat(total.ratedTests()).isEqualTo(rates(of).length);
            assertThat(total.successRatioSum() * 100)
                    .isEqualTo(Arrays.stream(rates(of)).sum(), offset(1e-6));
            assertThat(total.latencySumSeconds() * 1000)
                    .isEqualTo(Arrays.stream(latencies).sum(), offset(1e-3));
            assertThat(total.classic().stream().mapToLong(n -> n).sum()).isEqualTo(latencies.length);
            assertThat(total.buckets().values().stream().mapToLong(n -> n).sum())
                    .isEqualTo(latencies.length);
            assertThat(total.classic().get(0))
                    .isEqualTo(Arrays.stream(latencies).filter(ms -> ms <= 50).count());
        }
    }

    @Test
    void sqlCountsTheSameRows() {
        assertThat(jdbc.sql("select count(*) from response_sample")
                        .query(Long.class)
                        .single())
                .isEqualTo(told.stream().mapToLong(test -> test.rows().size()).sum())
                .isEqualTo(jdbc.sql("select sum(count) from target_totals, unnest(code_counts) as c (count)")
                        .query(Long.class)
                        .single());
        assertThat(jdbc.sql("select sum(response_bytes) from target_totals")
                        .query(Long.class)
                        .single())
                .isEqualTo(jdbc.sql("select sum(response_bytes) from response_sample")
                        .query(Long.class)
                        .single())
                .isEqualTo(jdbc.sql("select sum(response_bytes) from hourly_figures")
                        .query(Long.class)
                        .single());
    }

    private static void assertSame(Figures figures, List<Told> tests, double percentilesOff) {
        Figures recounted = Recount.of(tests);
        assertThat(Recount.isSame(figures, recounted, percentilesOff))
                .as("%s is not %s", figures, recounted)
                .isTrue();
    }

    private static double[] rates(List<Told> tests) {
        return tests.stream()
                .map(test -> test.finished(1, NOON).result().successRatePercent())
                .filter(Objects::nonNull)
                .flatMapToDouble(DoubleStream::of)
                .toArray();
    }
}
