package io.gatewatch.web;

import io.gatewatch.results.History;
import io.gatewatch.results.HistoryQuestion;
import io.gatewatch.results.Series;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a gateway's tests came to over time, as JSON or as the rows of its buckets. */
@RestController
class HistoryController {

    private static final String PATH = "/api/v1/gateways/{serialNumber}/history";

    private final History history;

    HistoryController(History history) {
        this.history = history;
    }

    @GetMapping(value = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
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

    @GetMapping(value = PATH, produces = Csv.TYPE)
    void historyAsTable(
            @PathVariable String serialNumber,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String step,
            @RequestParam @Nullable String url,
            @RequestParam @Nullable String protocol,
            @RequestParam @Nullable String timeZone,
            HttpServletResponse response)
            throws IOException {
        CsvTable.write(history(serialNumber, from, to, step, url, protocol, timeZone), response);
    }
}
