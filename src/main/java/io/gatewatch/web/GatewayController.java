package io.gatewatch.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gatewatch.results.Figures;
import io.gatewatch.results.Gateway;
import io.gatewatch.results.Gateways;
import io.gatewatch.results.GatewaysQuestion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Gateways: all of them with their figures, and one. */
@RestController
@RequestMapping("/api/v1/gateways")
class GatewayController {

    private final Gateways gateways;
    private final Clock clock;

    GatewayController(Gateways gateways, Clock clock) {
        this.gateways = gateways;
        this.clock = clock;
    }

    /** A gateway with its figures over the window of the list. */
    record Listed(@JsonUnwrapped Gateway gateway, Figures figures) {}

    /** A gateway with its urls, and its figures by window. */
    record Detailed(@JsonUnwrapped Gateway gateway, List<String> urls, Map<String, Figures> figures) {}

    /** Where a page ended, and the end of the window that all its pages share. */
    private record Place(String sort, Instant to, GatewaysQuestion.Position position) {}

    @GetMapping
    Page<Listed> list(
            @RequestParam @Nullable String window,
            @RequestParam(defaultValue = "serialNumber") String sort,
            @RequestParam @Nullable String limit,
            @RequestParam @Nullable String cursor) {
        int most = Params.limit(limit);
        Duration length = Params.window(window);
        Place place = Cursor.read(cursor, 4, GatewayController::place);
        if (place != null && !place.sort.equals(sort)) {
            throw new InvalidRequest("cursor", "belongs to a list sorted by " + place.sort);
        }
        Instant to = place == null ? clock.instant() : place.to;
        GatewaysQuestion question =
                new GatewaysQuestion(to.minus(length), to, sort(sort), place == null ? null : place.position);
        return Page.of(
                gateways.page(question, most + 1),
                most,
                ranked -> new Listed(ranked.gateway(), ranked.figures()),
                ranked -> Cursor.of(
                        sort, to, ranked.position().rank(), ranked.position().serialNumber()));
    }

    @GetMapping("/{serialNumber}")
    Detailed one(@PathVariable String serialNumber) {
        return gateways.find(serialNumber)
                .map(whole -> new Detailed(whole.gateway(), whole.urls(), whole.figures()))
                .orElseThrow(() -> Refusal.unknown("gateway", serialNumber));
    }

    private static Place place(List<String> parts) {
        GatewaysQuestion.Position position =
                new GatewaysQuestion.Position(Double.parseDouble(parts.get(2)), parts.get(3));
        return new Place(parts.get(0), Instant.parse(parts.get(1)), position);
    }

    private static GatewaysQuestion.Sort sort(String text) {
        String wanted = "must be serialNumber, successRate, latency or lastTest";
        return Objects.requireNonNull(Params.read(
                        text,
                        "sort",
                        wanted,
                        value -> Stream.of(GatewaysQuestion.Sort.values())
                                .filter(sort -> sort.text().equals(value))
                                .findFirst()
                                .orElseThrow())
                .orElse(null));
    }
}
