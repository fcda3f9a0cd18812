package io.gatewatch.web;

import io.gatewatch.results.Baseline;
import io.gatewatch.results.Baselines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whether a gateway is worse than usual. */
@RestController
class BaselineController {

    private final Baselines baselines;

    BaselineController(Baselines baselines) {
        this.baselines = baselines;
    }

    /** A week at most, so that the window of a week before does not touch this one. */
    @GetMapping(value = "/api/v1/gateways/{serialNumber}/baseline", produces = MediaType.APPLICATION_JSON_VALUE)
    Baseline baseline(@PathVariable String serialNumber, @RequestParam @Nullable String window) {
        Duration length = Params.window(window, Duration.ofHours(1), Duration.ofDays(7));
        return baselines.of(serialNumber, length).orElseThrow(() -> Refusal.unknown("gateway", serialNumber));
    }
}
