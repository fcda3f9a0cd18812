package io.gatewatch.web;

import io.gatewatch.results.Judge;
import io.gatewatch.results.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whether it is a gateway, a url or the world that fails. */
@RestController
class VerdictController {

    private static final Duration USUAL = Duration.ofMinutes(30);

    private final Judge judge;
    private final Clock clock;

    VerdictController(Judge judge, Clock clock) {
        this.judge = judge;
        this.clock = clock;
    }

    @GetMapping(value = "/api/v1/verdict", produces = MediaType.APPLICATION_JSON_VALUE)
    Verdict verdict(@RequestParam @Nullable String window) {
        Instant now = clock.instant();
        return judge.over(now.minus(Params.window(window, USUAL, Duration.ofDays(1))), now);
    }
}
