package io.gatewatch.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gatewatch.results.Strip;
import io.gatewatch.results.Strips;
import io.gatewatch.results.StripsQuestion;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How all gateways, or all urls, fared over some steps of time, in one call: what a page draws beside each of them. */
@RestController
class StripController {

    private static final Duration A_DAY = Duration.ofDays(1);

    private final Strips strips;
    private final Clock clock;

    StripController(Strips strips, Clock clock) {
        this.strips = strips;
        this.clock = clock;
    }

    /** A page of strips with the steps that all of them share. */
    record Answer(
            Instant from,
            Instant to,
            String step,
            @JsonUnwrapped Page<Strip> page) {}

    /** Where a page ended, and in which steps. */
    private record After(Instant to, StripsQuestion.Position position) {}

    @GetMapping(value = "/api/v1/strips", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer strips(
            @RequestParam @Nullable String by,
            @RequestParam @Nullable String window,
            @RequestParam @Nullable String serialNumber,
            @RequestParam @Nullable String url,
            @RequestParam @Nullable String protocol,
            @RequestParam @Nullable String limit,
            @RequestParam @Nullable String cursor) {
        int most = Params.limit(limit);
        After after = Cursor.read(cursor, 3, StripController::after);
        StripsQuestion question = StripsQuestion.over(
                window == null ? A_DAY : Params.window(window),
                by(by),
                after == null ? clock.instant() : after.to,
                Params.serialNumber(serialNumber),
                url,
                Params.protocol(protocol));
        Page<Strip> page = Page.of(
                strips.page(question, after == null ? null : after.position, most + 1),
                most,
                Strips.Ranked::strip,
                last -> Cursor.of(
                        question.to(),
                        URLEncoder.encode(last.position().name(), UTF_8),
                        last.position().protocol()));
        return new Answer(question.from(), question.to(), question.stepText(), page);
    }

    private static After after(List<String> parts) {
        return new After(
                Params.parseInstant(parts.get(0)),
                new StripsQuestion.Position(URLDecoder.decode(parts.get(1), UTF_8), parts.get(2)));
    }

    private static StripsQuestion.By by(@Nullable String text) {
        return Params.read(text, "by", "must be gateway or url", value -> switch (value) {
                    case "gateway" -> StripsQuestion.By.GATEWAY;
                    case "url" -> StripsQuestion.By.URL;
                    default -> throw new IllegalArgumentException(value);
                })
                .orElse(StripsQuestion.By.GATEWAY);
    }
}
