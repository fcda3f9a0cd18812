package io.gatewatch.web;

import io.gatewatch.results.Protocol;
import io.gatewatch.results.TestedUrl;
import io.gatewatch.results.TestedUrls;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was tested, over all gateways: by url and protocol; {@code unknown} is the url of tests that said none. */
@RestController
class UrlController {

    private final TestedUrls urls;
    private final Clock clock;

    UrlController(TestedUrls urls, Clock clock) {
        this.urls = urls;
        this.clock = clock;
    }

    @GetMapping(value = "/api/v1/urls", produces = MediaType.APPLICATION_JSON_VALUE)
    Page<TestedUrl> list(
            @RequestParam @Nullable String window,
            @RequestParam @Nullable String limit,
            @RequestParam @Nullable String cursor) {
        int most = Params.limit(limit);
        Instant now = clock.instant();
        TestedUrl.Question first = new TestedUrl.Question(now.minus(Params.window(window)), now, null);
        TestedUrl.Question after = Cursor.read(cursor, 4, UrlController::question);
        TestedUrl.Question question = after == null ? first : after;
        return Page.of(
                urls.page(question, most + 1),
                most,
                TestedUrl.Ranked::tested,
                url -> Cursor.of(
                        question.from(),
                        question.to(),
                        url.position().urlId(),
                        url.position().protocol().text()));
    }

    private static TestedUrl.Question question(List<String> parts) {
        TestedUrl.Position position = new TestedUrl.Position(
                Long.parseLong(parts.get(2)), Protocol.of(parts.get(3)).orElseThrow());
        return new TestedUrl.Question(Params.parseInstant(parts.get(0)), Params.parseInstant(parts.get(1)), position);
    }
}
