package io.gatewatch.web;

import io.gatewatch.results.StoredTest;
import io.gatewatch.results.Tests;
import io.gatewatch.results.TestsQuestion;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The finished tests of a gateway, newest first: a page of them as JSON, all of a range as a table. */
@RestController
class GatewayTestsController {

    private static final String PATH = "/api/v1/gateways/{serialNumber}/tests";

    private final Tests tests;
    private final Clock clock;

    GatewayTestsController(Tests tests, Clock clock) {
        this.tests = tests;
        this.clock = clock;
    }

    @GetMapping(value = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    Page<StoredTest> page(
            @PathVariable String serialNumber,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String outcome,
            @RequestParam @Nullable String url,
            @RequestParam @Nullable String protocol,
            @RequestParam @Nullable String limit,
            @RequestParam @Nullable String cursor) {
        int most = Params.limit(limit);
        TestRange range = TestRange.of(from, to, cursor, clock);
        TestsQuestion question = question(serialNumber, range, outcome, url, protocol);
        return Page.of(
                tests.page(question, most + 1).orElseThrow(() -> Refusal.unknown("gateway", serialNumber)),
                most,
                test -> test,
                test -> range.cursor(test.observedAt(), test.taskId()));
    }

    @GetMapping(value = PATH, produces = Csv.TYPE)
    void table(
            @PathVariable String serialNumber,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String outcome,
            @RequestParam @Nullable String url,
            @RequestParam @Nullable String protocol,
            HttpServletResponse response)
            throws IOException {
        TestsQuestion question = question(serialNumber, TestRange.of(from, to, clock), outcome, url, protocol);
        long count = tests.count(question, Csv.MOST + 1).orElseThrow(() -> Refusal.unknown("gateway", serialNumber));
        if (count > Csv.MOST) {
            throw new InvalidRequest(
                    "from",
                    "gives more than " + Csv.MOST + " rows, which are the most of a table: ask for a shorter range");
        }
        new TestExport(tests, question).write(response);
    }

    /** Thrown on, so that the server closes the connection and nobody takes a part of a table for the whole. */
    @ExceptionHandler
    void cutShort(IOException e) throws IOException {
        throw e;
    }

    private static TestsQuestion question(
            String serialNumber,
            TestRange range,
            @Nullable String outcome,
            @Nullable String url,
            @Nullable String protocol) {
        return new TestsQuestion(
                serialNumber,
                range.from(),
                range.to(),
                Params.outcome(outcome),
                url,
                Params.protocol(protocol),
                range.after());
    }
}
