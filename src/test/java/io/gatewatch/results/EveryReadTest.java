package io.gatewatch.results;

import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every reading of the API, asked at random moments about random ranges, is a recount in plain Java of what was told. Rows
 * are gone, partly or wholly, before the watermark; retention was changed; results come late and between two pages; days
 * begin in any zone. Percentiles are compared to the digit, be they of values or of buckets: which of the two it is follows
 * from the question.
 */
@TestPropertySource(properties = "logging.level.io.gatewatch.results.DayUpkeep=WARN")
class EveryReadTest extends ResultsWorld {

    private static final int QUESTIONS = Integer.getInteger("gatewatch.questions", 260);
    private static final JsonMapper JSON = new JsonMapper();

    private static final List<String> SERIALS = List.of("GW1", "GW2", "gw-3", "X4", "RETIRED");
    private static final List<String> URLS = List.of("a.example", "b.example", "unknown", "https://c.example/?q=1&r=ü");
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "America/St_Johns",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Pacific/Apia");

    /** Days around which clocks are put forward or back somewhere, months end, or a year has one more day. */
    private static final List<String> DATES = List.of(
            "2025-05-21",
            "2025-03-30",
            "2025-03-31",
            "2025-10-26",
            "2025-04-06",
            "2024-03-01",
            "2025-01-01",
            "2024-11-03");

    @Autowired
    private Watermarks watermarks;

    @Autowired
    private Partitions partitions;

    @Autowired
    private Strays strays;

    @Autowired
    private OneAtATime oneAtATime;

    private final List<Stored> told = new ArrayList<>();
    private Random random;
    private Instant rowsSince;
    private int spread;

    /** A test and when it was stored. */
    private record Stored(Told test, Instant at) {

        Instant observedAt() {
            return test.startedAt();
        }

        String url() {
            return Objects.requireNonNullElse(test.url(), "unknown");
        }

        Target target() {
            return new Target(test.serialNumber(), url(), test.protocol());
        }
    }

    private record Target(String serialNumber, String url, Protocol protocol) {}

    @AfterEach
    void isTheWorldOfAnyOtherTestAgain() {
        clock.set(NOON);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void isARecount(int seed) {
        random = new Random(seed);
        begin();
        for (int i = 0; i < QUESTIONS; i++) {
            if (random.nextInt(12) == 0) {
                happen();
            }
            ask();
        }
    }

    // ------------------------------------------------------------------------------------------------ what happens

    private void begin() {
        clock.set(LocalDate.parse(any(DATES))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plusNanos(random.nextLong(Duration.ofDays(1).toNanos())));
        spread = any(List.of(1, 3, 10, 35, 70));
        rowsSince = watermarks.now().rowsSince();
        for (int batch = 0; batch < 4; batch++) {
            store(IntStream.range(0, 80).mapToObj(i -> anyTest()).toList());
            clock.advance(Duration.ofMillis(random.nextInt(2000)));
        }
        delete("/api/v1/gateways/RETIRED").expectStatus().isNoContent();
    }

    private void happen() {
        switch (random.nextInt(5)) {
            case 0 -> clock.advance(Duration.ofSeconds(random.nextInt(20_000)));
            case 1 -> store(IntStream.range(0, 10).mapToObj(i -> anyTest()).toList());
            case 2 -> runScheduled("DayUpkeep.sumUp");
            case 3 -> forget(Duration.ofHours(any(List.of(5, 24, 72, 24 * 7, 24 * 30))));
            default -> clock.advance(Duration.ofMillis(1 + random.nextInt(900_000)));
        }
    }

    /** A retention, shorter or longer than the one before; rows that may be gone are, or are not. */
    private void forget(Duration retention) {
        ResultsProperties kept = new ResultsProperties(
                retention, Duration.ofDays(800), 4, Duration.ofSeconds(10), null, null, null, Duration.ofSeconds(30));
        new Upkeep(partitions, strays, watermarks, oneAtATime, kept, clock).keepUp();
        rowsSince = later(rowsSince, clock.instant().minus(retention).truncatedTo(HOURS));
        int of = random.nextInt(3);
        for (String table : List.of("response_sample", "http_test")) {
            jdbc.sql("delete from " + table
                            + " where observed_at < :since and (:of = 0 or hashtext(task_id) % 2 = :of - 1)")
                    .param("since", rowsSince.atOffset(ZoneOffset.UTC))
                    .param("of", of)
                    .update();
        }
    }

    private void store(List<Told> tests) {
        Instant now = micros(clock.instant());
        record(tests);
        tests.forEach(test -> told.add(new Stored(test, now)));
    }

    private Told anyTest() {
        return anyTest(anyTime());
    }

    private Told anyTest(Instant at) {
        Told test = Told.test("t" + told.size() + "-" + random.nextLong(Long.MAX_VALUE), at)
                .of(any(SERIALS.subList(0, told.size() < 300 ? 5 : 4)))
                .to(random.nextInt(8) == 0 ? null : any(URLS))
                .by(random.nextInt(3) > 0 ? Protocol.HTTP : Protocol.HTTPS)
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

    /** Mostly of the last days, many of the last hours, some on the hour, just before it, or a little ahead of the clock. */
    private Instant anyTime() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant lately = now.minusMillis(random.nextLong(Duration.ofDays(spread).toMillis()));
        return switch (random.nextInt(12)) {
            case 0 -> lately.truncatedTo(HOURS);
            case 1 -> lately.truncatedTo(HOURS).minusNanos(1000);
            case 2 -> lately.truncatedTo(ChronoUnit.DAYS);
            case 3, 4, 5, 6 -> now.minusMillis(random.nextInt(10_000_000));
            case 7 -> now.plusSeconds(random.nextInt(1500));
            default -> lately;
        };
    }

    private ResponseSample anyRow() {
        Double millis = random.nextInt(12) == 0 ? null : Double.valueOf(Math.exp(random.nextGaussian() + 5));
        Integer code = any(List.of(200, 200, 200, 404, 503, 42));
        Long bytes = random.nextInt(10) == 0 ? null : Long.valueOf(random.nextInt(100_000));
        return new ResponseSample(1L, bytes, millis, null, null, code + "/x", code, "x");
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    // -------------------------------------------------------------------------------------------------- the questions

    private void ask() {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> history();
            case 3 -> gateway();
            case 4, 5 -> gateways();
            case 6 -> urls();
            case 7 -> strips();
            case 8 -> codes();
            case 9 -> pagesOfTests();
            case 10 -> baseline();
            case 11 -> verdict();
            case 12 -> availability();
            default -> {
                if (random.nextInt(3) == 0) {
                    scraped();
                } else {
                    urlHistory();
                }
            }
        }
    }

    private void history() {
        String serial = any(SERIALS);
        String path = "/api/v1/gateways/" + serial + "/history";
        series(
                path,
                anyFilter(of -> of.test.serialNumber().equals(serial)),
                random.nextInt(3) == 0,
                Duration.ofHours(25));
    }

    private void urlHistory() {
        series("/api/v1/urls/history", anyFilter(of -> true), false, Duration.ofHours(1));
    }

    private void series(String path, Filter filter, boolean byZone, Duration rowsUpTo) {
        Range range = anyRange();
        String zone = byZone ? any(ZONES) : null;
        UriComponentsBuilder uri = uri(path, range).queryParams(filter.params);
        if (zone != null) {
            uri.queryParam("timeZone", zone).queryParam("step", any(List.of("P1D", "P1D", "P2D", "P7D")));
        } else if (random.nextInt(3) > 0) {
            uri.queryParam(
                    "step",
                    any(List.of(
                            "PT7M", "PT15M", "PT1H", "PT1H30M", "PT2H30M", "PT3H", "PT6H", "P1D", "P7D", "P31D",
                            "PT37M")));
        }
        JsonNode answer = answered(uri);
        if (answer == null) {
            return;
        }
        Instant to = range.to == null ? micros(clock.instant()) : range.to;
        Instant from = range.from == null ? to.minus(Duration.ofDays(1)) : range.from;
        Instant few = path.contains("/urls/") ? later(rowsSince, to.minus(Duration.ofHours(1))) : rowsSince;
        boolean hourly = from.isBefore(few);
        assertThat(at(answer, "from")).isEqualTo(hourly ? from.truncatedTo(HOURS) : from);
        assertThat(at(answer, "to")).isEqualTo(hourly ? hourFrom(to) : to);
        List<Instant> starts = starts(answer);
        assertStarts(
                starts, at(answer, "from"), at(answer, "to"), answer.get("step").asString(), zone, hourly);
        Instant rowsFrom =
                Duration.between(at(answer, "from"), at(answer, "to")).compareTo(rowsUpTo) <= 0
                        ? at(answer, "from")
                        : at(answer, "to");
        Instant hoursTo = later(rowsSince, rowsFrom);
        boolean anyHour = false;
        List<Told> all = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Interval bucket = new Interval(
                    later(starts.get(i), at(answer, "from")),
                    i + 1 < starts.size() ? starts.get(i + 1) : at(answer, "to"));
            boolean bucketed = hasWholeHour(bucket, hoursTo);
            anyHour |= bucketed;
            List<Told> of = tests(filter.whose.and(test -> bucket.contains(test.observedAt())));
            assertFigures(answer.at("/buckets/" + i), of, bucketed, uri);
            all.addAll(of);
        }
        assertFigures(answer.get("summary"), all, anyHour, uri);
        assertThat(answer.get("approximate").asBoolean())
                .as(uri::toUriString)
                .isEqualTo(anyHour && Recount.latencies(all).length > 0);
    }

    private static boolean hasWholeHour(Interval bucket, Instant hoursTo) {
        Instant hour = hourFrom(bucket.from());
        return hour.isBefore(hoursTo) && !hour.plus(1, HOURS).isAfter(bucket.to());
    }

    private static void assertStarts(
            List<Instant> starts, Instant from, Instant to, String stepText, String zone, boolean hourly) {
        Duration step = Duration.parse(stepText);
        assertThat(starts).isSorted().doesNotHaveDuplicates();
        assertThat(starts.get(0)).isBeforeOrEqualTo(from);
        for (Instant start : starts) {
            assertThat(start).isBefore(to);
            if (zone == null) {
                assertThat(start.getEpochSecond() % step.toSeconds()).isZero();
            } else {
                ZoneId in = ZoneId.of(zone);
                LocalDate day = LocalDate.ofInstant(start.plus(Duration.ofHours(2)), in);
                Duration off = Duration.between(start, day.atStartOfDay(in).toInstant())
                        .abs();
                assertThat(off).isLessThanOrEqualTo(hourly ? Duration.ofMinutes(30) : Duration.ZERO);
            }
        }
        if (zone == null) {
            assertThat(starts.get(starts.size() - 1).plus(step)).isAfterOrEqualTo(to);
            assertThat(starts).hasSize((int) (1
                    + Duration.between(starts.get(0), starts.get(starts.size() - 1))
                            .dividedBy(step)));
        }
    }

    private void gateway() {
        String serial = any(SERIALS);
        JsonNode answer = read("/api/v1/gateways/" + serial);
        Instant now = micros(clock.instant());
        Map.of("PT1H", Duration.ofHours(1), "PT24H", Duration.ofDays(1), "P7D", Duration.ofDays(7))
                .forEach((name, window) -> {
                    Instant from = aligned(now.minus(window));
                    List<Told> of = tests(test -> test.test.serialNumber().equals(serial)
                            && !test.observedAt().isBefore(from)
                            && test.observedAt().isBefore(now));
                    boolean bucketed = hasWholeHour(new Interval(from, now), name.equals("P7D") ? now : rowsSince);
                    assertFigures(answer.at("/figures/" + name), of, bucketed, serial + " " + name);
                });
    }

    private void gateways() {
        String sort = any(List.of("serialNumber", "successRate", "latency", "lastTest"));
        UriComponentsBuilder uri =
                UriComponentsBuilder.fromPath("/api/v1/gateways").queryParam("sort", sort);
        Interval window = anyWindow(uri, Duration.ofDays(31));
        Set<String> seen = new TreeSet<>();
        List<Double> ranks = new ArrayList<>();
        pages(uri, window, item -> {
            String serial = item.get("serialNumber").asString();
            assertThat(seen.add(serial)).as(uri::toUriString).isTrue();
            List<Told> of =
                    tests(inWindow(window).and(test -> test.test.serialNumber().equals(serial)));
            assertFigures(item.get("figures"), of, isLong(window), uri);
            ranks.add(rank(sort, item));
        });
        assertThat(seen)
                .as(uri::toUriString)
                .containsExactlyInAnyOrderElementsOf(SERIALS.stream()
                        .filter(serial -> !serial.equals("RETIRED"))
                        .filter(serial -> told.stream()
                                .anyMatch(of -> of.test.serialNumber().equals(serial)))
                        .toList());
        if (!sort.equals("serialNumber")) {
            assertThat(ranks).as(uri::toUriString).isSorted();
        }
    }

    private static Double rank(String sort, JsonNode item) {
        JsonNode of = switch (sort) {
            case "successRate" -> item.at("/figures/successRatePercent");
            case "latency" -> item.at("/figures/latencyMilliseconds/p95");
            default -> item.path("none");
        };
        return of.isNumber()
                ? (sort.equals("latency") ? -1 : 1) * Math.rint(of.asDouble() * 1e6) / 1e6
                : sort.startsWith("last") ? 0 : 1e300;
    }

    private void urls() {
        UriComponentsBuilder uri = UriComponentsBuilder.fromPath("/api/v1/urls");
        Interval window = anyWindow(uri, Duration.ofDays(31));
        Set<String> seen = new HashSet<>();
        pages(uri, window, item -> {
            String url = item.get("url").asString();
            Protocol protocol = Protocol.of(item.get("protocol").asString()).orElseThrow();
            assertThat(seen.add(url + " " + protocol)).isTrue();
            Predicate<Stored> whose =
                    inWindow(window).and(test -> test.url().equals(url) && test.test.protocol() == protocol);
            assertFigures(item.get("figures"), tests(whose), isLong(window), uri);
            assertThat(item.get("gateways").asLong())
                    .isEqualTo(tests(whose).stream()
                            .map(Told::serialNumber)
                            .distinct()
                            .count());
        });
        Set<String> tested = told.stream()
                .filter(inWindow(window))
                .map(test -> test.url() + " " + test.test.protocol())
                .collect(Collectors.toSet());
        assertThat(seen).as(uri::toUriString).isEqualTo(tested);
    }

    private void strips() {
        boolean byGateway = random.nextBoolean();
        Filter filter = anyFilter(of -> true);
        UriComponentsBuilder uri = UriComponentsBuilder.fromPath("/api/v1/strips")
                .queryParam("by", byGateway ? "gateway" : "url")
                .queryParams(filter.params)
                .queryParam("limit", 500);
        anyWindow(uri, Duration.ofDays(31));
        JsonNode answer = read(uri);
        Duration step = Duration.parse(answer.get("step").asString());
        for (JsonNode item : answer.get("items")) {
            Predicate<Stored> whose = byGateway
                    ? of -> of.test
                            .serialNumber()
                            .equals(item.get("serialNumber").asString())
                    : of -> of.url().equals(item.get("url").asString())
                            && of.test
                                    .protocol()
                                    .text()
                                    .equals(item.get("protocol").asString());
            for (int i = 0; i < item.get("tests").size(); i++) {
                Instant start = at(answer, "from").plus(step.multipliedBy(i));
                Interval of = new Interval(start, start.plus(step));
                Figures figures = Recount.of(tests(filter.whose
                        .and(whose)
                        .and(test -> of.contains(test.observedAt())
                                && test.observedAt().truncatedTo(HOURS).isBefore(at(answer, "to")))));
                assertThat(item.at("/tests/" + i).asLong())
                        .as(uri + " step " + i)
                        .isEqualTo(figures.tests());
                assertNear(item.at("/successRatePercent/" + i), figures.successRatePercent(), 0.0501);
                assertNear(
                        item.at("/averageLatencyMilliseconds/" + i),
                        figures.latencyMilliseconds().average(),
                        0.501);
            }
        }
        Set<String> expected = told.stream()
                .filter(filter.whose)
                .filter(of -> !byGateway || !of.test.serialNumber().equals("RETIRED"))
                .map(of -> byGateway ? of.test.serialNumber() : of.url() + of.test.protocol())
                .collect(Collectors.toSet());
        assertThat(answer.get("items")).as(uri::toUriString).hasSize(expected.size());
    }

    private void codes() {
        String serial = any(SERIALS);
        Filter filter = anyFilter(of -> of.test.serialNumber().equals(serial));
        Range range = anyRange();
        UriComponentsBuilder uri =
                uri("/api/v1/gateways/" + serial + "/codes", range).queryParams(filter.params);
        JsonNode answer = answered(uri);
        if (answer == null) {
            return;
        }
        List<Instant> starts = starts(answer);
        for (int i = 0; i < starts.size(); i++) {
            Interval bucket = new Interval(
                    later(rowsSince, later(starts.get(i), at(answer, "from"))),
                    i + 1 < starts.size() ? starts.get(i + 1) : at(answer, "to"));
            Map<String, Long> codes = new TreeMap<>();
            Recount.rows(tests(filter.whose.and(test -> bucket.contains(test.observedAt()))))
                    .forEach(row ->
                            codes.merge(row.statusCode() < 100 ? "other" : "" + row.statusCode(), 1L, Long::sum));
            assertThat(JSON.treeToValue(answer.at("/buckets/" + i + "/codes"), Map.class)
                            .toString())
                    .as(uri::toUriString)
                    .isEqualTo(codes.toString());
        }
        Instant complete = at(answer, "from").isBefore(rowsSince) ? rowsSince : null;
        assertThat(answer.get("completeSince").isNull() ? null : at(answer, "completeSince"))
                .isEqualTo(complete);
    }

    private void pagesOfTests() {
        boolean samples = random.nextBoolean();
        String serial = any(SERIALS);
        Filter filter = anyFilter(of -> of.test.serialNumber().equals(serial));
        Range range = anyRange();
        Instant to = range.to == null ? micros(clock.instant()) : range.to;
        Instant from = range.from == null ? to.minus(Duration.ofDays(1)) : range.from;
        UriComponentsBuilder uri = uri("/api/v1/gateways/" + serial + (samples ? "/samples" : "/tests"), range)
                .queryParams(filter.params)
                .queryParam("limit", 40 + random.nextInt(200));
        Map<String, Stored> known = told.stream().collect(Collectors.toMap(of -> of.test.taskId(), of -> of));
        List<String> found = new ArrayList<>();
        JsonNode page = read(uri);
        for (int i = 0; i < 40; i++) {
            page.get("items").forEach(item -> {
                Stored test = known.get(item.get("taskId").asString());
                if (samples) {
                    assertThat(item.get("responseTimeMilliseconds"))
                            .hasSize(test.test.rows().size());
                }
                found.add(test.test.taskId());
            });
            if (!page.has("nextCursor") || page.get("nextCursor").isNull()) {
                break;
            }
            page = read(UriComponentsBuilder.fromUriString(uri.toUriString())
                    .queryParam("cursor", page.get("nextCursor").asString()));
        }
        List<String> expected = told.stream()
                .filter(filter.whose)
                .filter(of -> !of.observedAt().isBefore(from) && of.observedAt().isBefore(to))
                .filter(of -> !of.observedAt().isBefore(rowsSince))
                .sorted(Comparator.comparing(Stored::observedAt)
                        .thenComparing(of -> of.test.taskId())
                        .reversed())
                .map(of -> of.test.taskId())
                .toList();
        assertThat(found.stream().filter(id -> !known.get(id).observedAt().isBefore(rowsSince)))
                .as(uri::toUriString)
                .containsExactlyElementsOf(expected);
    }

    private void baseline() {
        String serial = any(SERIALS);
        UriComponentsBuilder uri = UriComponentsBuilder.fromPath("/api/v1/gateways/" + serial + "/baseline");
        Interval now = anyWindow(uri, Duration.ofDays(7));
        JsonNode answer = read(uri);
        Map<String, Duration> sides =
                Map.of("now", Duration.ZERO, "dayBefore", Duration.ofDays(1), "weekBefore", Duration.ofDays(7));
        sides.forEach((side, before) -> {
            Interval window = new Interval(
                    aligned(now.from().minus(before)), alignedEnd(now.to().minus(before)));
            Interval same = new Interval(at(answer, "/" + side + "/from"), at(answer, "/" + side + "/to"));
            assertThat(same).isEqualTo(window);
            boolean isShort = Duration.between(now.from(), now.to()).compareTo(Duration.ofHours(25)) <= 0;
            boolean bucketed = hasWholeHour(window, isShort ? rowsSince : window.to());
            Predicate<Stored> whose = of -> of.test.serialNumber().equals(serial) && window.contains(of.observedAt());
            assertFigures(answer.at("/all/" + side), tests(whose), bucketed, uri);
            for (JsonNode url : answer.get("urls")) {
                assertFigures(
                        url.get(side),
                        tests(whose.and(of -> of.url().equals(url.get("url").asString())
                                && of.test
                                        .protocol()
                                        .text()
                                        .equals(url.get("protocol").asString()))),
                        bucketed,
                        uri);
            }
        });
    }

    private void verdict() {
        UriComponentsBuilder uri = UriComponentsBuilder.fromPath("/api/v1/verdict");
        Interval window = anyWindow(uri, Duration.ofDays(1));
        JsonNode answer = read(uri);
        Predicate<Stored> whose =
                inWindow(window).and(of -> !of.test.serialNumber().equals("RETIRED"));
        assertFigures(answer.at("/all/figures"), tests(whose), isLong(window), uri);
        Map<Target, List<Told>> pairs = new HashMap<>();
        told.stream()
                .filter(whose)
                .forEach(of -> pairs.computeIfAbsent(of.target(), t -> new ArrayList<>())
                        .add(of.test));
        List<Figures> judged = pairs.values().stream()
                .map(Recount::of)
                .filter(of -> of.tests() >= 3)
                .toList();
        assertThat(answer.at("/all/judgedPairs").asLong()).as(uri::toUriString).isEqualTo(judged.size());
        assertThat(answer.at("/all/failingPairs").asLong())
                .isEqualTo(judged.stream()
                        .filter(of -> of.failedTests() * 2 >= of.tests())
                        .count());
        for (JsonNode pair : answer.at("/pairs/items")) {
            List<Told> of = pairs.get(new Target(
                    pair.get("serialNumber").asString(),
                    pair.get("url").asString(),
                    Protocol.of(pair.get("protocol").asString()).orElseThrow()));
            assertFigures(pair.get("figures"), of, isLong(window), uri);
        }
        for (JsonNode gateway : answer.at("/gateways/items")) {
            String serial = gateway.get("serialNumber").asString();
            List<Told> of = tests(whose.and(test -> test.test.serialNumber().equals(serial)));
            assertFigures(gateway.get("figures"), of, isLong(window), uri);
        }
    }

    private void availability() {
        Range range = anyRange();
        UriComponentsBuilder uri =
                uri("/api/v1/reports/availability", range).queryParam("limit", 1 + random.nextInt(9));
        Instant to = range.to == null ? micros(clock.instant()) : range.to;
        Instant from = range.from == null ? to.minus(Duration.ofDays(30)) : range.from;
        Interval whole = new Interval(from.truncatedTo(HOURS), hourFrom(to));
        Set<Target> seen = new HashSet<>();
        JsonNode page = read(uri);
        for (int i = 0; i < 100; i++) {
            for (JsonNode row : page.get("items")) {
                Target target = new Target(
                        row.get("serialNumber").asString(),
                        row.get("url").asString(),
                        Protocol.of(row.get("protocol").asString()).orElseThrow());
                assertThat(seen.add(target)).isTrue();
                assertAvailability(row, whole, target, uri);
            }
            if (!page.has("nextCursor") || page.get("nextCursor").isNull()) {
                break;
            }
            page = read(UriComponentsBuilder.fromUriString(uri.toUriString())
                    .queryParam("cursor", page.get("nextCursor").asString()));
        }
        assertThat(seen)
                .as(uri::toUriString)
                .isEqualTo(told.stream()
                        .filter(of -> whole.contains(of.observedAt()))
                        .map(Stored::target)
                        .collect(Collectors.toSet()));
    }

    private void assertAvailability(JsonNode row, Interval whole, Target target, UriComponentsBuilder uri) {
        List<Told> of = tests(test -> test.target().equals(target) && whole.contains(test.observedAt()));
        assertFigures(row.get("figures"), of, true, uri);
        Map<Instant, List<Told>> byHour = of.stream()
                .collect(Collectors.groupingBy(
                        test -> test.startedAt().truncatedTo(HOURS), TreeMap::new, Collectors.toList()));
        assertThat(row.get("testedHours").asLong()).isEqualTo(byHour.size());
        assertThat(row.get("successfulHours").asLong())
                .isEqualTo(byHour.values().stream()
                        .map(Recount::of)
                        .filter(hour -> hour.successfulTests() > 0)
                        .count());
        double worst = byHour.values().stream()
                .map(hour -> Recount.of(hour).successRatePercent())
                .filter(Objects::nonNull)
                .mapToDouble(rate -> rate)
                .min()
                .orElse(-1);
        JsonNode worstHour = row.get("worstHour");
        assertThat(worstHour.isNull() ? -1 : worstHour.get("successRatePercent").asDouble())
                .as(uri::toUriString)
                .isCloseTo(worst, org.assertj.core.api.Assertions.offset(1e-6));
        if (!worstHour.isNull()) {
            assertThat(byHour.get(at(worstHour, "start")))
                    .hasSize(worstHour.get("tests").asInt());
        }
    }

    private void scraped() {
        Map<String, Double> shown = new HashMap<>();
        scrape().lines()
                .filter(line -> line.startsWith("gateway_http_test_results_total{"))
                .forEach(line -> shown.merge(
                        label(line, "serial"), Double.parseDouble(line.substring(line.lastIndexOf(' '))), Double::sum));
        for (String serial : SERIALS) {
            double tests = serial.equals("RETIRED")
                    ? 0
                    : tests(of -> of.test.serialNumber().equals(serial)).size();
            assertThat(shown.getOrDefault(serial, 0.0)).isEqualTo(tests);
        }
    }

    private static String label(String line, String name) {
        return line.replaceAll(".*[{,]" + name + "=\"([^\"]*)\".*", "$1");
    }

    // ------------------------------------------------------------------------------------------------------- helpers

    /** What is asked for of urls and protocols, and whose tests these are. */
    private record Filter(org.springframework.util.MultiValueMap<String, String> params, Predicate<Stored> whose) {}

    private Filter anyFilter(Predicate<Stored> whose) {
        var params = new org.springframework.util.LinkedMultiValueMap<String, String>();
        Predicate<Stored> all = whose;
        if (random.nextInt(3) == 0) {
            String url = any(URLS);
            params.add("url", url);
            all = all.and(of -> of.url().equals(url));
        }
        if (random.nextInt(3) == 0) {
            Protocol protocol = any(List.of(Protocol.values()));
            params.add("protocol", protocol.text());
            all = all.and(of -> of.test.protocol() == protocol);
        }
        return new Filter(params, all);
    }

    private record Range(Instant from, Instant to) {}

    private Range anyRange() {
        Instant now = micros(clock.instant());
        Instant to = random.nextInt(3) == 0
                ? null
                : now.minusMillis(random.nextLong(Duration.ofDays(spread).toMillis()) - 60_000);
        if (to != null && random.nextInt(3) == 0) {
            to = to.truncatedTo(HOURS);
        }
        if (random.nextInt(5) == 0) {
            return new Range(null, to);
        }
        Instant end = to == null ? now : to;
        long length = random.nextBoolean()
                ? random.nextLong(Duration.ofDays(spread).toMillis()) + 60_000
                : random.nextLong(Duration.ofHours(30).toMillis()) + 60_000;
        Instant from = end.minusMillis(length);
        return new Range(random.nextInt(3) == 0 ? from.truncatedTo(HOURS) : from, to);
    }

    private Interval anyWindow(UriComponentsBuilder uri, Duration longest) {
        Duration window = switch (random.nextInt(6)) {
            case 0 -> Duration.ofHours(1);
            case 1 -> Duration.ofDays(1);
            case 2 -> Duration.ofDays(7);
            case 3 -> Duration.ofMinutes(1 + random.nextInt(180));
            default -> Duration.ofMinutes(1 + random.nextInt((int) longest.toMinutes()));
        };
        Duration asked = window.compareTo(longest) > 0 ? longest : window;
        uri.queryParam("window", asked);
        Instant now = micros(clock.instant());
        return new Interval(micros(clock.instant().minus(asked)), now);
    }

    /** What every page of a list counts: what was stored by the time of the first, and late results whose rows are gone. */
    private Predicate<Stored> inWindow(Interval window) {
        Interval read = new Interval(aligned(window.from()), window.to());
        return of -> read.contains(of.observedAt())
                && (!of.at.isAfter(window.to()) || of.observedAt().isBefore(rowsSince));
    }

    /** Whether a window over many gateways has an hour that is not read from rows. */
    private boolean isLong(Interval window) {
        Instant from = aligned(window.from());
        boolean isShort = Duration.between(window.from(), window.to()).compareTo(Duration.ofHours(1)) <= 0;
        return hasWholeHour(new Interval(from, window.to()), isShort ? rowsSince : window.to());
    }

    /** All pages; between two of them results come that belong to the window but are stored too late for it. */
    private void pages(UriComponentsBuilder uri, Interval window, java.util.function.Consumer<JsonNode> each) {
        uri.queryParam("limit", 1 + random.nextInt(4));
        String first = uri.toUriString();
        JsonNode page = read(uri);
        for (int i = 0; i < 100; i++) {
            page.get("items").forEach(each);
            if (!page.has("nextCursor") || page.get("nextCursor").isNull()) {
                return;
            }
            if (random.nextInt(3) == 0) {
                clock.advance(Duration.ofSeconds(1 + random.nextInt(100)));
                Instant from = later(window.from(), rowsSince);
                long length = Math.max(1, Duration.between(from, window.to()).toMillis());
                store(Stream.generate(() -> anyTest(from.plusMillis(random.nextLong(length))))
                        .limit(3)
                        .toList());
            }
            page = read(UriComponentsBuilder.fromUriString(first)
                    .queryParam("cursor", page.get("nextCursor").asString()));
        }
    }

    private List<Told> tests(Predicate<Stored> whose) {
        return told.stream().filter(whose).map(Stored::test).toList();
    }

    private void assertFigures(JsonNode node, Collection<Told> tests, boolean bucketed, Object question) {
        Figures figures = JSON.readerFor(Figures.class)
                .without(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(node);
        Figures recounted = bucketed ? Recount.bucketed(tests) : Recount.of(tests);
        if (!Recount.isSame(figures, recounted, bucketed ? 1e-9 : 0)) {
            assertThat(figures)
                    .as(
                            "%s at %s, rows since %s, bucketed %s",
                            question(question), clock.instant(), rowsSince, bucketed)
                    .isEqualTo(recounted);
        }
    }

    private static Object question(Object question) {
        return question instanceof UriComponentsBuilder uri ? uri.toUriString() : question;
    }

    private static void assertNear(JsonNode value, Double recounted, double off) {
        if (recounted == null) {
            assertThat(value.isNull()).isTrue();
        } else {
            assertThat(value.asDouble()).isCloseTo(recounted, org.assertj.core.api.Assertions.offset(off));
        }
    }

    private static UriComponentsBuilder uri(String path, Range range) {
        UriComponentsBuilder uri = UriComponentsBuilder.fromPath(path);
        if (range.from != null) {
            uri.queryParam("from", range.from);
        }
        if (range.to != null) {
            uri.queryParam("to", range.to);
        }
        return uri;
    }

    private JsonNode read(Object uri) {
        JsonNode answer = answered(uri);
        assertThat(answer).as("%s at %s", question(uri), clock.instant()).isNotNull();
        return answer;
    }

    /** Null where it was refused: too many buckets, or too fine ones of what is gone. */
    private JsonNode answered(Object uri) {
        java.net.URI encoded = UriComponentsBuilder.fromUriString(
                        uri instanceof UriComponentsBuilder builder ? builder.toUriString() : uri.toString())
                .scheme("http")
                .host("127.0.0.1")
                .port(port)
                .build(true)
                .toUri();
        var answer = http.get()
                .uri(encoded)
                .headers(headers -> headers.setBasicAuth("vera", "viewer"))
                .exchange()
                .expectBody(String.class)
                .returnResult();
        if (answer.getStatus().value() == 400) {
            return null;
        }
        assertThat(answer.getStatus().value())
                .as("%s at %s", question(uri), clock.instant())
                .isEqualTo(200);
        return JSON.readTree(answer.getResponseBody());
    }

    private static List<Instant> starts(JsonNode answer) {
        return answer.get("buckets")
                .valueStream()
                .map(bucket -> at(bucket, "start"))
                .toList();
    }

    private static Instant at(JsonNode node, String name) {
        return OffsetDateTime.parse(
                        node.at(name.startsWith("/") ? name : "/" + name).asString())
                .toInstant();
    }

    /** Where rows may be gone, a range begins with its hour and ends with it. */
    private Instant aligned(Instant from) {
        return from.isBefore(rowsSince) ? from.truncatedTo(HOURS) : from;
    }

    private Instant alignedEnd(Instant to) {
        return to.isBefore(rowsSince) ? hourFrom(to) : to;
    }

    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant hourFrom(Instant instant) {
        Instant hour = instant.truncatedTo(HOURS);
        return hour.equals(instant) ? hour : hour.plus(1, HOURS);
    }
}
