package io.gatewatch.polling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Documents such as Central might send on its worst day; the same ones for the same seed. */
final class RandomDocuments {

    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final Instant EXAMPLE = Instant.parse("2025-05-20T14:06:28.690974183Z");

    private final Random random;

    RandomDocuments(long seed) {
        random = new Random(seed);
    }

    /** A finished test as JSON text, everything beyond ASCII escaped. */
    String next() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", oneOf("COMPLETED", "COMPLETED", "COMPLETED", "FAILED"));
        document.put("progressPercent", oneOf(100, "100", null, 99.5));
        sometimes(document, "startTime", time());
        sometimes(document, "endTime", time());
        sometimes(document, "failReason", oneOf(null, "", "null", "Authentication timed out", text(), 7));
        sometimes(document, "rawOutput", oneOf(null, text(), "\nPinging\r\n"));
        sometimes(document, "output", random.nextInt(6) == 0 ? null : output());
        sometimes(document, "somethingNew", oneOf(text(), 1.50, true, List.of(1, Map.of("a", text()))));
        return ASCII.writeValueAsString(document);
    }

    private Map<String, Object> output() {
        Map<String, Object> output = new LinkedHashMap<>();
        sometimes(output, "url", oneOf("www.google.com", "https://portal.example.com/login", text(), null, ""));
        sometimes(output, "successRatePercent", figure());
        sometimes(output, "sentPacketsCount", figure());
        sometimes(output, "receivedPacketsCount", figure());
        sometimes(output, "averageLatencyMilliseconds", figure());
        sometimes(output, "responses", random.nextInt(8) == 0 ? oneOf(null, "none", Map.of()) : rows());
        return output;
    }

    private List<Object> rows() {
        return IntStream.range(0, random.nextInt(7))
                .mapToObj(i -> random.nextInt(10) == 0 ? oneOf(text(), 5, List.of()) : row(i))
                .toList();
    }

    private Map<String, Object> row(int number) {
        Map<String, Object> row = new LinkedHashMap<>();
        sometimes(row, "responseNumber", oneOf(String.valueOf(number), number, figure()));
        sometimes(row, "responseBytes", figure());
        sometimes(row, "responseTimeMilliseconds", figure());
        sometimes(row, "downloadRate", oneOf("57.52KB/sec", "53.9 Mbits/sec", "0.00 bits/sec", "fast", text(), null));
        sometimes(row, "responseCode", oneOf("200/OK", "200", "/OK", "", "503/" + text(), 404, null));
        return row;
    }

    private Object figure() {
        return oneOf(
                random.nextInt(2000),
                String.valueOf(random.nextInt(2000)),
                "207.567",
                "null",
                "",
                null,
                "-5",
                "1e9",
                "NaN",
                "12 ms",
                1e300,
                true);
    }

    private Object time() {
        Instant near = EXAMPLE.plusMillis(random.nextInt(10_000_000));
        return oneOf(
                near.toString(),
                near.toString(),
                "2025-05-20T16:06:28.690974183+02:00",
                "9999-12-31T23:59:59Z",
                "0001-01-01T00:00:00Z",
                "yesterday",
                "",
                null,
                1747749988);
    }

    private String text() {
        List<String> pieces = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            pieces.add((String) oneOf("a", "\0", "\ud83d", "\ude00", "\ud83d\ude00", "ü", "\"", "\\", "\\u0000", "=1"));
        }
        return String.join("", pieces);
    }

    private void sometimes(Map<String, Object> object, String name, Object value) {
        if (random.nextInt(12) > 0) {
            object.put(name, value);
        }
    }

    private Object oneOf(Object... values) {
        return values[random.nextInt(values.length)];
    }
}
