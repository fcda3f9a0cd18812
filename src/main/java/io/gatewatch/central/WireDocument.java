package io.gatewatch.central;

import io.gatewatch.results.HttpTestResult;
import io.gatewatch.results.ResponseSample;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Central's document of a test, read once, here at the border; everything behind speaks in facts. */
final class WireDocument {

    private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED");
    private static final int LONGEST_STATUS = 64;
    private static final JsonMapper JSON = new JsonMapper();

    private WireDocument() {}

    /**
     * Reads the text of an answer with status 200.
     *
     * @param ahead by how much Central's clock is ahead of ours
     */
    static Answer read(String text, Duration ahead) {
        String clean = CleanText.of(text);
        JsonNode document = parse(clean);
        if (document == null || !document.isObject()) {
            return unreadable("no JSON object", clean);
        }
        String status = document.path("status").isString() ? WireValues.text(document, "status") : null;
        if (status == null) {
            return unreadable("no status", clean);
        }
        if (!ENDS.contains(status)) {
            return running(CleanText.beginning(status, LONGEST_STATUS), document, clean);
        }
        JsonNode output = document.path("output");
        boolean understood = output.isObject() || output.isNull() || output.isMissingNode();
        return understood
                ? new Answer.Finished(result(status, document, clean), ahead)
                : unreadable("an output that is no object", clean);
    }

    static @Nullable JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static Answer unreadable(String what, String text) {
        return new Answer.Unreadable("Central answered 200 with " + what, text);
    }

    private static Answer running(String status, JsonNode document, String text) {
        Double progress = WireValues.percent(document, "progressPercent");
        return new Answer.StillRunning(
                status,
                progress == null ? null : Integer.valueOf(progress.intValue()),
                WireValues.instant(document, "startTime"),
                text);
    }

    private static HttpTestResult result(String status, JsonNode document, String text) {
        JsonNode output = document.path("output");
        return new HttpTestResult(
                status,
                WireValues.instant(document, "startTime"),
                WireValues.instant(document, "endTime"),
                output.isObject() ? output(output) : null,
                WireValues.text(document, "failReason"),
                WireValues.asSent(document, "rawOutput"),
                text);
    }

    private static HttpTestResult.Output output(JsonNode output) {
        JsonNode rows = output.path("responses");
        return new HttpTestResult.Output(
                output.path("url").isString() ? WireValues.text(output, "url") : null,
                WireValues.percent(output, "successRatePercent"),
                WireValues.count(output, "sentPacketsCount"),
                WireValues.count(output, "receivedPacketsCount"),
                WireValues.millis(output, "minimumLatencyMilliseconds"),
                WireValues.millis(output, "averageLatencyMilliseconds"),
                WireValues.millis(output, "maximumLatencyMilliseconds"),
                rows.isArray() ? rows(rows) : null);
    }

    /** A row that is none is left out; the document keeps it. */
    private static List<ResponseSample> rows(JsonNode rows) {
        return rows.valueStream()
                .filter(JsonNode::isObject)
                .map(WireDocument::row)
                .toList();
    }

    private static ResponseSample row(JsonNode row) {
        String rate = WireValues.asSent(row, "downloadRate");
        String code = WireValues.asSent(row, "responseCode");
        ResponseCode parts = ResponseCode.of(code);
        return new ResponseSample(
                WireValues.count(row, "responseNumber"),
                WireValues.count(row, "responseBytes"),
                WireValues.millis(row, "responseTimeMilliseconds"),
                rate,
                DownloadRate.bytesPerSecond(rate),
                code,
                parts.statusCode(),
                parts.reason());
    }
}
