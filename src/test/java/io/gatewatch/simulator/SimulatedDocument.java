package io.gatewatch.simulator;

import io.gatewatch.simulator.Course.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A test as Central writes it: figures are strings, and times have their nine fraction digits only at the end. */
record SimulatedDocument(SimulatedTask test, Instant now) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter NINE_DIGITS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    String json() {
        return JSON.writeValueAsString(now.isBefore(test.endsAt()) ? running() : finished());
    }

    /** The body of the 202 that starts the test. */
    static String accepted(SimulatedTask test, String version) {
        var body = new LinkedHashMap<String, Object>();
        body.put("location", test.location(version));
        body.put("status", "INITIATED");
        body.put("startTime", wholeSeconds(test.startedAt()));
        return JSON.writeValueAsString(body);
    }

    private Map<String, Object> running() {
        var body = new LinkedHashMap<String, Object>();
        body.put("startTime", wholeSeconds(test.startedAt()));
        body.put("progressPercent", test.progressPercent(now));
        body.put("status", test.status(now));
        // What is not known yet is null with some and absent with others.
        if (test.taskId().hashCode() % 2 == 0) {
            body.put("endTime", null);
            body.put("output", null);
            body.put("failReason", null);
            body.put("rawOutput", null);
        }
        return body;
    }

    private Map<String, Object> finished() {
        var ending = test.course().ending();
        var body = new LinkedHashMap<String, Object>();
        body.put("startTime", NINE_DIGITS.format(test.startedAt()));
        body.put("endTime", NINE_DIGITS.format(test.endsAt()));
        body.put("progressPercent", 100);
        body.put("output", ending.hasOutput ? output() : null);
        body.put("status", ending.status);
        body.put("failReason", ending.failReason);
        body.put("rawOutput", ending.hasOutput ? new RawOutput(test.url(), test.course()).text() : null);
        return body;
    }

    private Map<String, Object> output() {
        var course = test.course();
        var output = new LinkedHashMap<String, Object>();
        output.put("successRatePercent", String.valueOf(course.successRatePercent()));
        output.put("url", test.url());
        output.put("minimumLatencyMilliseconds", latency(course.minimumMilliseconds()));
        output.put("averageLatencyMilliseconds", latency(course.averageMilliseconds()));
        output.put(
                "responses",
                course.responses().stream().map(SimulatedDocument::row).toList());
        output.put("maximumLatencyMilliseconds", latency(course.maximumMilliseconds()));
        output.put("sentPacketsCount", String.valueOf(course.sent()));
        output.put("receivedPacketsCount", String.valueOf(course.received()));
        return output;
    }

    // Without any answer there is no latency, which is "null" with some and "0" with others.
    private String latency(int milliseconds) {
        boolean saysNull = test.course().received() == 0 && test.taskId().hashCode() % 2 == 0;
        return saysNull ? "null" : String.valueOf(milliseconds);
    }

    private static Map<String, Object> row(Response response) {
        var row = new LinkedHashMap<String, Object>();
        row.put("responseNumber", String.valueOf(response.number()));
        row.put("responseBytes", String.valueOf(response.bytes()));
        row.put("responseTimeMilliseconds", String.valueOf(response.milliseconds()));
        row.put("downloadRate", response.downloadRate());
        row.put("responseCode", response.code());
        return row;
    }

    private static String wholeSeconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
