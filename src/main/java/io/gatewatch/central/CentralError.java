package io.gatewatch.central;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The body of an answer that is an error, in any of the shapes that are in use.
 *
 * @param isObject whether it was JSON of Central's making, and no page of a proxy
 */
record CentralError(
        boolean isObject, @Nullable String code, @Nullable String message, String body) {

    private static final int LONGEST = 200;

    static CentralError read(String text) {
        String clean = CleanText.of(text);
        JsonNode json = WireDocument.parse(clean);
        if (json == null || !json.isObject()) {
            return new CentralError(false, null, null, clean);
        }
        return new CentralError(
                true,
                first(json, "errorCode", "error_code", "error"),
                first(json, "message", "error_description", "detail"),
                clean);
    }

    /** Whatever the status: some cells of Central say 400 for a token that is too old. */
    boolean saysTokenExpired() {
        String said = code == null ? "" : code.toUpperCase(Locale.ROOT);
        return said.contains("EXPIRED_TOKEN")
                || said.contains("TOKEN_EXPIRED")
                || body.toLowerCase(Locale.ROOT).contains("signature has expired");
    }

    /** Names the task; an error without such a code is about the route, that is, about our settings. */
    boolean saysTaskNotFound() {
        return code != null && code.endsWith("NOT_FOUND");
    }

    /** In one line: code and message, or the beginning of what came instead. */
    String inShort() {
        String said = Stream.of(code, message).filter(Objects::nonNull).collect(Collectors.joining(": "));
        String text = (said.isEmpty() ? body : said)
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        return text.length() <= LONGEST ? text : CleanText.beginning(text, LONGEST) + "...";
    }

    private static @Nullable String first(JsonNode json, String... names) {
        return Stream.of(names)
                .map(name -> json.path(name).isString() ? WireValues.text(json, name) : null)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
