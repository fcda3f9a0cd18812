package io.gatewatch.web;

import io.gatewatch.results.CodeSeries;
import io.gatewatch.results.Codes;
import io.gatewatch.results.HistoryQuestion;
import io.gatewatch.results.Samples;
import io.gatewatch.results.TestSamples;
import io.gatewatch.results.TestsQuestion;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a chart of a gateway draws beside its history: response codes over time, and every single response time. */
@RestController
@RequestMapping("/api/v1/gateways/{serialNumber}")
class GatewayChartsController {

    private final Codes codes;
    private final Samples samples;
    private final Clock clock;

    GatewayChartsController(Codes codes, Samples samples, Clock clock) {
        this.codes = codes;
        this.samples = samples;
        this.clock = clock;
    }

    @GetMapping(value = "/codes", produces = MediaType.APPLICATION_JSON_VALUE)
    CodeSeries codes(
            @PathVariable String serialNumber,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String step,
            @RequestParam @Nullable String url,
            @RequestParam @Nullable String protocol) {
        HistoryQuestion question = new HistoryQuestion(
                serialNumber,
                Params.instant("from", from),
                Params.instant("to", to),
                Params.step(step),
                url,
                Params.protocol(protocol),
                null);
        return codes.of(question).orElseThrow(() -> Refusal.unknown("gateway", serialNumber));
    }

    @GetMapping(value = "/samples", produces = MediaType.APPLICATION_JSON_VALUE)
    Page<TestSamples> samples(
            @PathVariable String serialNumber,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String url,
            @RequestParam @Nullable String protocol,
            @RequestParam @Nullable String limit,
            @RequestParam @Nullable String cursor) {
        int most = Params.limit(limit);
        TestRange range = TestRange.of(from, to, cursor, clock);
        TestsQuestion question = new TestsQuestion(
                serialNumber, range.from(), range.to(), null, url, Params.protocol(protocol), range.after());
        return Page.of(
                samples.page(question, most + 1).orElseThrow(() -> Refusal.unknown("gateway", serialNumber)),
                most,
                test -> test,
                test -> range.cursor(test.observedAt(), test.taskId()));
    }
}
