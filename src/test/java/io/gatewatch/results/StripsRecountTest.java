package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Strips asked for at any minute of the day, over any window: each step is what a plain recount of its tests comes to. */
class StripsRecountTest extends ResultsWorld {

    private static final Duration MONTH = Duration.ofDays(32);
    private static final int MOMENTS = 24;
    private static final List<String> WINDOWS = List.of(
            "PT1M", "PT1H", "PT90M", "PT24H", "PT32H", "PT33H", "PT64H", "PT65H", "P4D", "PT97H", "P7D", "P8D",
            "PT193H", "P16D", "PT385H", "P30D", "P31D");

    private final Random random = new Random(20261127);
    private final List<Told> told = new ArrayList<>();

    @Test
    void everyStepIsTheRecountOfItsTestsAtAnyMinuteOfTheDay() {
        testsUntil(NOON, MONTH, 400);
        Instant day = NOON.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        IntStream.range(0, MOMENTS)
                .map(part -> part * 1440 / MOMENTS + random.nextInt(1440 / MOMENTS))
                .forEach(minute -> {
                    clock.set(day.plus(Duration.ofMinutes(minute)).plusMillis(random.nextInt(60_000)));
                    testsUntil(clock.instant(), Duration.ofMinutes(30), 2);
                    Stream.concat(WINDOWS.stream(), Stream.of("PT" + (1 + random.nextInt(31 * 1440)) + "M"))
                            .forEach(this::ask);
                });
    }

    /** At random times, one of them now: in the step that is under way. */
    private void testsUntil(Instant now, Duration past, int count) {
        List<Told> tests = IntStream.range(0, count)
                .mapToObj(i -> any("t" + (told.size() + i), i == 0 ? now : before(now, past)))
                .toList();
        record(tests);
        told.addAll(tests);
    }

    private Instant before(Instant now, Duration past) {
        return now.minusMillis((long) (random.nextDouble() * past.toMillis()));
    }

    private Told any(String taskId, Instant at) {
        Told test = Told.test(taskId, at)
                .of("GW" + random.nextInt(3))
                .to(random.nextInt(4) == 0 ? null : "url" + random.nextInt(2))
                .by(random.nextBoolean() ? Protocol.HTTP : Protocol.HTTPS)
                .took(random.nextInt(1000), random.nextInt(1000));
        return switch (random.nextInt(4)) {
            case 0 -> test.unanswered();
            case 1 -> test.counted(null, 2L);
            default -> test.rated(random.nextDouble() * 100);
        };
    }

    private void ask(String window) {
        assertRecounted(window, "gateway", strip -> test -> test.serialNumber().equals(text(strip, "serialNumber")));
        assertRecounted(
                window,
                "url",
                strip -> test ->
                        Objects.requireNonNullElse(test.url(), "unknown").equals(text(strip, "url"))
                                && test.protocol().text().equals(text(strip, "protocol")));
    }

    private interface Of {
        Predicate<Told> strip(JsonNode strip);
    }

    private void assertRecounted(String window, String by, Of of) {
        JsonNode strips = json("/api/v1/strips?by=" + by + "&window=" + window);
        String asked = by + " " + window + " at " + clock.instant();
        Instant from = Instant.parse(text(strips, "from"));
        Duration step = Duration.parse(text(strips, "step"));
        assertCovered(
                Duration.parse(window), from, step, strips.at("/items/0/tests").size());
        assertThat(strips.get("items")).as(asked).hasSize(by.equals("gateway") ? 3 : 6);
        for (JsonNode strip : strips.get("items")) {
            for (int i = 0; i < strip.get("tests").size(); i++) {
                Instant start = from.plus(step.multipliedBy(i));
                List<Told> tests = told.stream()
                        .filter(of.strip(strip))
                        .filter(test -> !test.startedAt().isBefore(start)
                                && test.startedAt().isBefore(start.plus(step)))
                        .toList();
                assertStep(asked + ", step " + start + " of " + strip, strip, i, tests);
            }
        }
    }

    /** The last step is under way, and all of them are at least as long as the window. */
    private static void assertCovered(Duration window, Instant from, Duration step, int steps) {
        Instant last = from.plus(step.multipliedBy(steps - 1));
        assertThat(clock.instant()).isBetween(last, last.plus(step).minusNanos(1));
        assertThat(step.multipliedBy(steps)).isBetween(window, window.plus(step));
        assertThat(steps).isBetween(1, 32);
    }

    private static void assertStep(String asked, JsonNode strip, int i, List<Told> tests) {
        assertThat(strip.get("tests").get(i).asLong()).as(asked).isEqualTo(tests.size());
        OptionalDouble rate = tests.stream()
                .map(test -> test.finished(1, NOON).result().successRatePercent())
                .filter(Objects::nonNull)
                .mapToDouble(percent -> percent)
                .average();
        OptionalDouble latency = tests.stream()
                .flatMap(test -> test.rows().stream())
                .mapToDouble(ResponseSample::responseTimeMilliseconds)
                .average();
        assertClose(asked, strip.get("successRatePercent").get(i), rate, 0.05);
        assertClose(asked, strip.get("averageLatencyMilliseconds").get(i), latency, 0.5);
    }

    private static void assertClose(String asked, JsonNode figure, OptionalDouble recounted, double rounding) {
        if (recounted.isEmpty()) {
            assertThat(figure.isNull()).as(asked).isTrue();
        } else {
            assertThat(figure.asDouble()).as(asked).isEqualTo(recounted.getAsDouble(), offset(rounding + 1e-6));
        }
    }

    private static String text(JsonNode node, String field) {
        return node.get(field).asString();
    }
}
