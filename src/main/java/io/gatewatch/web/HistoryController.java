package io.gatewatch.web;

import io.gatewatch.results.Gateways;
import io.gatewatch.results.History;
import io.gatewatch.results.HistoryQuestion;
import io.gatewatch.results.Series;
import io.gatewatch.results.StoredTest;
import io.gatewatch.results.Tests;
import io.gatewatch.results.TestsQuestion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a gateway's tests came to over time, and the tests themselves. */
@RestController
@RequestMapping("/api/v1/gateways/{serialNumber}")
class HistoryController {

    private final History history;
    private final Tests tests;
    private final Gateways gateways;
    private final Clock clock;

    HistoryController(History history, Tests tests, Gateways gateways, Clock clock) {
        this.history = history;
        this.tests = tests;
        this.gateways = gateways;
        this.clock = clock;
    }

    /** Where a page of tests ended, and the range that all its pages share. */
    private record Place(Instant from, Instant to, TestsQuestion.Position position) {}

    @GetMapping("/history")
    Series history(
            @PathVariable String serialNumber,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String step,
            @RequestParam @Nullable String url,
            @RequestParam @Nullable String protocol,
            @RequestParam @Nullable String timeZone) {
        HistoryQuestion question = new HistoryQuestion(
                serialNumber,
                Params.instant("from", from),
                Params.instant("to", to),
                Params.step(step),
                url,
                Params.protocol(protocol),
                Params.timeZone(timeZone));
        return history.of(question).orElseThrow(() -> Refusal.unknown("gateway", serialNumber));
    }

    @GetMapping("/tests")
    Page<StoredTest> tests(
            @PathVariable String serialNumber,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String outcome,
            @RequestParam @Nullable String url,
            @RequestParam @Nullable String protocol,
            @RequestParam @Nullable String limit,
            @RequestParam @Nullable String cursor) {
        int most = Params.limit(limit);
        Place place = Cursor.read(cursor, 4, HistoryController::place);
        Place range = place == null ? range(Params.instant("from", from), Params.instant("to", to)) : place;
        TestsQuestion question = new TestsQuestion(
                serialNumber,
                range.from,
                range.to,
                Params.outcome(outcome),
                url,
                Params.protocol(protocol),
                place == null ? null : place.position);
        if (gateways.id(serialNumber).isEmpty()) {
            throw Refusal.unknown("gateway", serialNumber);
        }
        return Page.of(
                tests.page(question, most + 1),
                most,
                test -> test,
                test -> Cursor.of(range.from, range.to, test.observedAt(), test.taskId()));
    }

    private Place range(@Nullable Instant from, @Nullable Instant to) {
        Instant end = to == null ? clock.instant() : to;
        Instant start = from == null ? end.minus(Duration.ofDays(1)) : from;
        if (!start.isBefore(end)) {
            throw new InvalidRequest("from", "must be before `to`, which is " + end);
        }
        return new Place(start, end, new TestsQuestion.Position(end, ""));
    }

    private static Place place(List<String> parts) {
        TestsQuestion.Position position = new TestsQuestion.Position(Instant.parse(parts.get(2)), parts.get(3));
        return new Place(Instant.parse(parts.get(0)), Instant.parse(parts.get(1)), position);
    }
}
