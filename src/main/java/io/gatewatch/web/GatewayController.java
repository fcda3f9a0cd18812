package io.gatewatch.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gatewatch.results.Figures;
import io.gatewatch.results.Gateway;
import io.gatewatch.results.Gateways;
import io.gatewatch.results.GatewaysQuestion;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Gateways: all of them with their figures, and one; named and retired. */
@RestController
@RequestMapping("/api/v1/gateways")
class GatewayController {

    private final Gateways gateways;
    private final StrictJson json;
    private final Clock clock;

    GatewayController(Gateways gateways, StrictJson json, Clock clock) {
        this.gateways = gateways;
        this.json = json;
        this.clock = clock;
    }

    /** A gateway with its figures over the window of the list. */
    record Listed(@JsonUnwrapped Gateway gateway, Figures figures) {}

    /** A gateway with its urls, and its figures by window. */
    record Detailed(@JsonUnwrapped Gateway gateway, List<String> urls, Map<String, Figures> figures) {}

    @GetMapping
    Page<Listed> list(
            @RequestParam @Nullable String window,
            @RequestParam @Nullable String sort,
            @RequestParam @Nullable String limit,
            @RequestParam @Nullable String cursor) {
        int most = Params.limit(limit);
        Instant now = clock.instant();
        GatewaysQuestion first = new GatewaysQuestion(now.minus(Params.window(window)), now, sort(sort), null);
        GatewaysQuestion after = Cursor.read(cursor, 5, GatewayController::question);
        if (after != null && sort != null && after.sort() != first.sort()) {
            throw new InvalidRequest(
                    "cursor", "belongs to a list sorted by " + after.sort().text());
        }
        GatewaysQuestion question = after == null ? first : after;
        return Page.of(
                gateways.page(question, most + 1),
                most,
                ranked -> new Listed(ranked.gateway(), ranked.figures()),
                ranked -> cursor(question, ranked.position()));
    }

    @GetMapping("/{serialNumber}")
    Detailed one(@PathVariable String serialNumber) {
        return detailed(gateways.find(serialNumber), serialNumber);
    }

    /** Replaces both names. */
    @PutMapping("/{serialNumber}")
    Detailed rename(@PathVariable String serialNumber, @RequestBody JsonNode body) {
        GatewayNames names = json.read(body, GatewayNames.class).checked();
        return detailed(gateways.rename(serialNumber, names.name(), names.site()), serialNumber);
    }

    /** 204 also for one that is retired already. */
    @DeleteMapping("/{serialNumber}")
    ResponseEntity<Void> retire(@PathVariable String serialNumber) {
        if (!gateways.retire(serialNumber)) {
            throw unknown(serialNumber);
        }
        return ResponseEntity.noContent().build();
    }

    private static Detailed detailed(Optional<Gateway.Whole> gateway, String serialNumber) {
        return gateway.map(whole -> new Detailed(whole.gateway(), whole.urls(), whole.figures()))
                .orElseThrow(() -> unknown(serialNumber));
    }

    private static Refusal unknown(String serialNumber) {
        return Refusal.unknown("gateway", serialNumber);
    }

    private static String cursor(GatewaysQuestion question, GatewaysQuestion.Position position) {
        return Cursor.of(
                question.sort().text(), question.from(), question.to(), position.rank(), position.serialNumber());
    }

    private static GatewaysQuestion question(List<String> parts) {
        return new GatewaysQuestion(
                Params.parseInstant(parts.get(1)),
                Params.parseInstant(parts.get(2)),
                sort(parts.get(0)),
                new GatewaysQuestion.Position(Double.parseDouble(parts.get(3)), parts.get(4)));
    }

    private static GatewaysQuestion.Sort sort(@Nullable String text) {
        String wanted = "must be serialNumber, successRate, latency or lastTest";
        return Params.read(
                        text,
                        "sort",
                        wanted,
                        value -> Stream.of(GatewaysQuestion.Sort.values())
                                .filter(sort -> sort.text().equals(value))
                                .findFirst()
                                .orElseThrow())
                .orElse(GatewaysQuestion.Sort.SERIAL_NUMBER);
    }
}
