package io.gatewatch.web;

import io.gatewatch.results.CodeSeries;
import io.gatewatch.results.Codes;
import io.gatewatch.results.History;
import io.gatewatch.results.HistoryQuestion;
import io.gatewatch.results.Series;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What tests of a url came to over time, over all gateways; without a url, those of all urls. */
@RestController
@RequestMapping("/api/v1/urls")
class UrlHistoryController {

    private final History history;
    private final Codes codes;

    UrlHistoryController(History history, Codes codes) {
        this.history = history;
        this.codes = codes;
    }

    @GetMapping(value = "/history", produces = MediaType.APPLICATION_JSON_VALUE)
    Series history(
            @RequestParam @Nullable String url,
            @RequestParam @Nullable String protocol,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String step) {
        return history.ofUrl(question(url, protocol, from, to, step));
    }

    @GetMapping(value = "/history", produces = Csv.TYPE)
    void historyAsTable(
            @RequestParam @Nullable String url,
            @RequestParam @Nullable String protocol,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String step,
            HttpServletResponse response)
            throws IOException {
        CsvTable.write(history(url, protocol, from, to, step), response);
    }

    @GetMapping(value = "/codes", produces = MediaType.APPLICATION_JSON_VALUE)
    CodeSeries codes(
            @RequestParam @Nullable String url,
            @RequestParam @Nullable String protocol,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String step) {
        return codes.ofUrl(question(url, protocol, from, to, step));
    }

    private static HistoryQuestion question(
            @Nullable String url,
            @Nullable String protocol,
            @Nullable String from,
            @Nullable String to,
            @Nullable String step) {
        return new HistoryQuestion(
                null,
                Params.instant("from", from),
                Params.instant("to", to),
                Params.step(step),
                url,
                Params.protocol(protocol),
                null);
    }
}
