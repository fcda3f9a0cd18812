package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.gatewatch.results.FiguresQuestion.Detail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Any mix of results gives the same figures by history, by a recount in SQL and by the scrape, from rows or from hours. */
class AnyMixTest extends ResultsWorld {

    private static final Instant FIRST = NOON.minus(Duration.ofDays(3));
    private static final Instant LONG_AGO = Instant.parse("2023-02-01T00:00:00Z");
    private static final String[] URLS = {"a", "b", "unknown", null};

    private static final String RECOUNT = """
            select count(*) as tests, count(*) filter (where outcome = 'success') as successful,
                   count(*) filter (where outcome = 'partial') as partial, count(*) filter (where outcome = 'failure') as failed,
                   avg(success_rate_percent) as success, coalesce(sum(requests_sent), 0) as sent,
                   coalesce(sum(responses_received), 0) as received, r.*
            from http_test t cross join (
                select coalesce(sum(response_bytes), 0) as bytes, min(response_time_millis), avg(response_time_millis),
                       max(response_time_millis),
                       percentile_disc(0.5) within group (order by response_time_millis) as p50,
                       percentile_disc(0.95) within group (order by response_time_millis) as p95,
                       percentile_disc(0.99) within group (order by response_time_millis) as p99,
                       1000 * sum(response_bytes) filter (where response_time_millis is not null)
                           / nullif(sum(response_time_millis) filter (where response_bytes is not null), 0) as rate
                from response_sample join http_test t using (gateway_id, observed_at, task_id) where %1$s) r
            where %1$s group by r.bytes, r.min, r.avg, r.max, r.p50, r.p95, r.p99, r.rate
            """;

    private Random random;

    @Autowired
    private History history;

    @Autowired
    private Totals totals;

    @Autowired
    private TargetFigures figures;

    @Autowired
    private Reading reading;

    @Autowired
    private Watermarks watermarks;

    @Autowired
    private KnownGateways known;

    private void recordAny(int seed) {
        random = new Random(seed);
        for (int batch = 0; batch < 4; batch++) {
            record(IntStream.range(0, 50).mapToObj(this::any).toList());
            clock.advance(Duration.ofSeconds(1));
        }
    }

    private Told any(int i) {
        Told test = Told.test("t" + i + "-" + clock.instant().getEpochSecond(), anyTime())
                .of("GW" + random.nextInt(2))
                .to(URLS[random.nextInt(URLS.length)])
                .by(random.nextBoolean() ? Protocol.HTTP : Protocol.HTTPS)
                .answered(IntStream.range(0, random.nextInt(6))
                        .mapToObj(n -> anyRow())
                        .toArray(ResponseSample[]::new));
        return switch (random.nextInt(5)) {
            case 0 -> test.counted(5L, (long) random.nextInt(6));
            case 1 -> test.rated(random.nextDouble() * 100);
            case 2 -> test.because("reset");
            case 3 -> test.counted(null, 2L).answered();
            default -> test;
        };
    }

    /** Mostly of the last days, some on the hour itself, now and then years late. */
    private Instant anyTime() {
        Instant lately = FIRST.plus(random.nextInt(259_200_000), ChronoUnit.MILLIS);
        return switch (random.nextInt(20)) {
            case 0 -> LONG_AGO.plusSeconds(random.nextInt(60_000_000));
            case 1 -> lately.truncatedTo(ChronoUnit.HOURS);
            case 2 -> lately.truncatedTo(ChronoUnit.HOURS).minusNanos(1000);
            default -> lately;
        };
    }

    private ResponseSample anyRow() {
        Double millis = switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> 0.0;
            case 2 -> 1e-9 * random.nextDouble();
            case 3 -> 1e12 * random.nextDouble();
            default -> Math.exp(random.nextGaussian() + 5);
        };
        return Told.row(random.nextInt(10) == 0 ? null : random.nextInt(100_000), millis);
    }

    private Figures recount(String where, Object... values) {
        List<Object> twice = new ArrayList<>(List.of(values));
        twice.addAll(List.of(values));
        return jdbc.sql(RECOUNT.formatted(where))
                .params(twice)
                .query((row, number) -> figures(row))
                .optional()
                .orElse(Figures.NONE);
    }

    private static Figures figures(ResultSet row) throws SQLException {
        Double[] doubles = new Double[8];
        String[] names = {"success", "min", "avg", "max", "p50", "p95", "p99", "rate"};
        for (int i = 0; i < names.length; i++) {
            doubles[i] = row.getObject(names[i], Double.class);
        }
        return new Figures(
                row.getLong("tests"),
                row.getLong("successful"),
                row.getLong("partial"),
                row.getLong("failed"),
                doubles[0],
                row.getLong("sent"),
                row.getLong("received"),
                row.getLong("bytes"),
                new Figures.Latency(doubles[1], doubles[2], doubles[3], doubles[4], doubles[5], doubles[6]),
                doubles[7]);
    }

    private Figures recount(long gatewayId, Instant from, Instant to) {
        return recount("t.gateway_id = ? and t.observed_at >= ? and t.observed_at < ?", gatewayId, at(from), at(to));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static BiPredicate<Double, Double> off(double share) {
        return (a, b) -> a == null || b == null ? a == b : Math.abs(a - b) <= share * Math.abs(b);
    }

    private static void assertSame(Figures figures, Figures recounted, double percentilesOff) {
        assertThat(figures)
                .usingRecursiveComparison()
                .withEqualsForType(off(1e-9), Double.class)
                .withEqualsForFields(
                        off(percentilesOff),
                        "latencyMilliseconds.p50",
                        "latencyMilliseconds.p95",
                        "latencyMilliseconds.p99")
                .isEqualTo(recounted);
    }

    private long idOf(String serial) {
        return gateways.id(serial).orElseThrow();
    }

    private Series series(String serial, Instant from, Instant to, Duration step, String url, Protocol protocol) {
        return history.of(new HistoryQuestion(serial, from, to, step, url, protocol, null))
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void historyFromRowsIsTheRecount(int seed) {
        recordAny(seed);
        Instant from = FIRST.plusSeconds(random.nextInt(100_000));
        Instant to = from.plus(random.nextInt(150_000_000), ChronoUnit.MILLIS);
        Series series = series("GW1", from, to, Duration.ofMinutes(7 + random.nextInt(900)), null, null);
        double off = series.approximate() ? 0.05 : 0;
        assertSame(series.summary(), recount(idOf("GW1"), from, to), off);
        for (int i = 0; i < series.buckets().size(); i++) {
            Instant start = series.buckets().get(i).start();
            Instant next = i + 1 < series.buckets().size()
                    ? series.buckets().get(i + 1).start()
                    : to;
            Figures recounted = recount(idOf("GW1"), start.isBefore(from) ? from : start, next);
            assertSame(series.buckets().get(i).figures(), recounted, off);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 8})
    void whatIsTakenFromHoursIsTheSameButForPercentiles(int seed) {
        recordAny(seed);
        assertTakenFromHours();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15})
    void bucketsAreReadFromTheirBytesAlone(int seed) {
        recordAny(seed);
        jdbc.sql("update hourly_figures set bucket_indexes = '{}', bucket_counts = '{}'")
                .update();
        assertTakenFromHours();
    }

    /** It knows arrays alone: its own hours have no bytes, and those that it adds to have too few. */
    @ParameterizedTest
    @ValueSource(ints = {16, 17})
    void hoursThatTheReleaseBeforeWroteAreReadFromTheirArrays(int seed) {
        recordAny(seed);
        String hour = "extract(epoch from hour)::bigint / 3600 % 3";
        jdbc.sql("update hourly_figures set buckets = null where " + hour + " = 0")
                .update();
        jdbc.sql("update hourly_figures set buckets = substr(buckets, 4) where " + hour + " = 1")
                .update();
        assertTakenFromHours();
        record(IntStream.range(0, 50).mapToObj(this::any).toList());
        assertTakenFromHours();
    }

    private void assertTakenFromHours() {
        for (int i = 0; i < 20; i++) {
            Instant from = FIRST.plus(random.nextInt(200_000_000), ChronoUnit.MILLIS);
            Instant middle = from.plus(random.nextInt(20_000_000), ChronoUnit.MILLIS);
            Instant to = middle.plus(random.nextInt(20_000_000) + 1, ChronoUnit.MILLIS);
            List<Long> both = List.of(idOf("GW0"), idOf("GW1"));
            var slices =
                    of(new FiguresQuestion(both, List.of(from, middle), to, to, null, null, null, Detail.GATEWAYS));
            var bySlot = Sums.by(slice -> slice.gatewayId() + "/" + slice.slot(), slices);
            for (long id : both) {
                Figures first = bySlot.getOrDefault(id + "/0", new Sums()).figures();
                assertSame(first, recount(id, from, middle), 0.05);
                Figures second = bySlot.getOrDefault(id + "/1", new Sums()).figures();
                assertSame(second, recount(id, middle, to), 0.05);
            }
        }
    }

    /** The days are added up before the last results come, so that these are late. */
    @ParameterizedTest
    @ValueSource(ints = {20, 21, 22, 23})
    void whatIsTakenFromDaysIsTheSameButForPercentiles(int seed) {
        recordAny(seed);
        runScheduled("DayUpkeep.sumUp");
        assertTakenFromDays();
        record(IntStream.range(0, 50).mapToObj(this::any).toList());
        assertTakenFromDays();
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 25})
    void daysOfHoursThatTheReleaseBeforeWroteAreAddedUpFromTheirArrays(int seed) {
        recordAny(seed);
        jdbc.sql("update hourly_figures set buckets = substr(buckets, 4) where latency_count % 2 = 0")
                .update();
        runScheduled("DayUpkeep.sumUp");
        assertTakenFromDays();
    }

    private void assertTakenFromDays() {
        Instant firstDay = FIRST.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        Instant endDay = firstDay.plus(2, ChronoUnit.DAYS);
        long id = idOf("GW1");
        for (int i = 0; i < 10; i++) {
            Instant from = firstDay.minusMillis(random.nextInt(40_000_000));
            Instant middle = random.nextBoolean() ? firstDay : firstDay.plus(1, ChronoUnit.DAYS);
            Instant to = endDay.plusMillis(random.nextInt(40_000_000));
            Protocol protocol = random.nextBoolean() ? Protocol.HTTP : null;
            List<Instant> starts =
                    random.nextBoolean() && from.isBefore(middle) ? List.of(from, middle) : List.of(from);
            var question = new FiguresQuestion(List.of(id), starts, to, to, null, protocol, null, Detail.ALL);
            assertThat(Plan.of(question, watermarks.now()).days()).isEqualTo(new Interval(firstDay, endDay));
            var bySlot = Sums.by(Slice::slot, of(question));
            for (int slot = 0; slot < starts.size(); slot++) {
                Figures expected = recount(
                        "t.gateway_id = ? and t.observed_at >= ? and t.observed_at < ? and t.protocol like ?",
                        id,
                        at(starts.get(slot)),
                        at(slot + 1 < starts.size() ? middle : to),
                        protocol == null ? "%" : protocol.text());
                assertSame(bySlot.getOrDefault(slot, new Sums()).figures(), expected, 0.05);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 19})
    void rankingTellsTheLatenciesThatMakeItsOrder(int seed) {
        recordAny(seed);
        GatewayRanking ranking = new GatewayRanking(known, figures);
        Instant to = clock.instant();
        for (Instant from : List.of(FIRST.plusSeconds(4321), to.minusSeconds(3600), to.minusSeconds(4 * 3600))) {
            var all = rank(ranking, from, to, null, 10);
            assertThat(all).extracting(of -> -of.position().rank()).isSortedAccordingTo(Comparator.reverseOrder());
            all.stream()
                    .filter(of -> of.figures().latencyMilliseconds().p95() != null)
                    .forEach(of -> {
                        assertThat(of.figures().latencyMilliseconds().p95())
                                .isCloseTo(-of.position().rank(), withinPercentage(1e-7));
                        assertSame(of.figures(), recount(idOf(of.gateway().serialNumber()), from, to), 0.05);
                    });
            var first = rank(ranking, from, to, null, 1);
            var then = rank(ranking, from, to, first.get(0).position(), 1);
            assertThat(Stream.of(first, then).flatMap(List::stream))
                    .extracting(Gateway.Ranked::gateway)
                    .isEqualTo(all.stream().map(Gateway.Ranked::gateway).toList());
        }
    }

    private List<Gateway.Ranked> rank(
            GatewayRanking ranking, Instant from, Instant to, GatewaysQuestion.Position after, int limit) {
        var question = new GatewaysQuestion(from, to, GatewaysQuestion.Sort.LATENCY, after);
        return reading.of(() -> ranking.page(question, limit));
    }

    private Map<Slice, Sums> of(FiguresQuestion question) {
        return reading.of(() -> figures.of(question));
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10})
    void whatWasStoredAfterAWindowEndedIsNotInItAlsoWhereHoursAreTaken(int seed) {
        recordAny(seed);
        Instant from = FIRST.plusSeconds(1234);
        Instant end = clock.instant();
        Figures before = recount(idOf("GW0"), from, end);
        assertWindow(from, end, before);
        runScheduled("DayUpkeep.sumUp");
        assertWindow(from, end, before);
        clock.advance(Duration.ofSeconds(5));
        record(IntStream.range(0, 50).mapToObj(this::any).toList());
        assertWindow(from, end, before);
    }

    /** As on every page but the first: only the hour in which the window ended has changed, and it is counted from rows. */
    @Test
    void whatWasStoredLaterInTheHourInWhichAWindowEndedIsNotInIt() {
        Instant end = NOON.plus(Duration.ofMinutes(10));
        clock.set(end);
        record(Told.test("t1", NOON.minusSeconds(9000)).of("GW0").took(100, 200));
        record(Told.test("t2", NOON.plusSeconds(300)).of("GW0").took(300));
        Instant from = NOON.minusSeconds(10_000);
        Figures before = recount(idOf("GW0"), from, end);
        assertWindow(from, end, before);
        clock.advance(Duration.ofMinutes(5));
        record(Told.test("t3", NOON.plusSeconds(400)).of("GW0").took(9000));
        record(Told.test("t4", end.plusSeconds(60)).of("GW0").took(9000));
        assertThat(before.tests()).isEqualTo(2);
        assertWindow(from, end, before);
    }

    private void assertWindow(Instant from, Instant end, Figures expected) {
        assertSame(window(from, end, Detail.GATEWAYS), expected, 0.05);
        assertSame(window(from, end, Detail.URLS), expected, 0.05);
        assertSame(Recount.with(expected, window(from, end, Detail.LATENCIES).latencyMilliseconds()), expected, 0.05);
        assertThat(window(from, end, Detail.TESTS))
                .usingRecursiveComparison()
                .withEqualsForType(off(1e-9), Double.class)
                .comparingOnlyFields("tests", "successfulTests", "failedTests", "successRatePercent", "requestsSent")
                .isEqualTo(expected);
    }

    private Figures window(Instant from, Instant end, Detail detail) {
        FiguresQuestion question = FiguresQuestion.window(List.of(idOf("GW0")), from, end, detail);
        return Sums.of(of(question).values()).figures();
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13})
    void historyOfAllTimeIsTheScrape(int seed) {
        recordAny(seed);
        for (TargetTotal total : totals.all()) {
            Series series =
                    series(total.serialNumber(), LONG_AGO, NOON, Duration.ofDays(31), total.url(), total.protocol());
            assertThat(series.approximate())
                    .isEqualTo(series.summary().latencyMilliseconds().max() != null);
            assertScraped(
                    series.summary(),
                    totals.all().stream()
                            .filter(same -> same.serialNumber().equals(total.serialNumber())
                                    && same.url().equals(total.url())
                                    && same.protocol() == total.protocol())
                            .toList());
        }
    }

    /** A url that is literally unknown has the label of those that nobody said, and the filter finds both. */
    private static void assertScraped(Figures figures, List<TargetTotal> totals) {
        long responses = totals.stream()
                .mapToLong(t -> t.classic().stream().mapToLong(n -> n).sum())
                .sum();
        double seconds =
                totals.stream().mapToDouble(TargetTotal::latencySumSeconds).sum();
        long rated = totals.stream().mapToLong(TargetTotal::ratedTests).sum();
        double ratios =
                totals.stream().mapToDouble(TargetTotal::successRatioSum).sum();
        assertThat(figures)
                .usingRecursiveComparison()
                .withEqualsForType(off(1e-9), Double.class)
                .ignoringFields(
                        "downloadRateBytesPerSecond",
                        "latencyMilliseconds.min",
                        "latencyMilliseconds.max",
                        "latencyMilliseconds.p50",
                        "latencyMilliseconds.p95",
                        "latencyMilliseconds.p99")
                .isEqualTo(new Figures(
                        totals.stream()
                                .mapToLong(t -> t.tests().values().stream()
                                        .mapToLong(n -> n)
                                        .sum())
                                .sum(),
                        totals.stream()
                                .mapToLong(t -> t.tests().get(Outcome.SUCCESS))
                                .sum(),
                        totals.stream()
                                .mapToLong(t -> t.tests().get(Outcome.PARTIAL))
                                .sum(),
                        totals.stream()
                                .mapToLong(t -> t.tests().get(Outcome.FAILURE))
                                .sum(),
                        rated == 0 ? null : ratios * 100 / rated,
                        totals.stream().mapToLong(TargetTotal::requestsSent).sum(),
                        totals.stream()
                                .mapToLong(TargetTotal::responsesReceived)
                                .sum(),
                        totals.stream().mapToLong(TargetTotal::responseBytes).sum(),
                        new Figures.Latency(
                                null, responses == 0 ? null : seconds * 1000 / responses, null, null, null, null),
                        null));
    }
}
