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
 * @param saysTaskNotFound whether it names the task; an error without such a code is about the route, that is, about our
 *     settings
 */
record CentralError(
        boolean isObject,
        boolean saysTaskNotFound,
        @Nullable String code,
        @Nullable String message,
        String body) {

    static CentralError read(String text) {
        String clean = CleanText.of(text);
        JsonNode json = WireDocument.parse(clean);
        if (json == null || !json.isObject()) {
            return new CentralError(false, false, null, null, clean);
        }
        String errorCode = first(json, "errorCode");
        return new CentralError(
                true,
                errorCode != null && errorCode.endsWith("NOT_FOUND"),
                first(json, "errorCode", "error_code", "error"),
                first(json, "message", "error_description", "detail"),
                clean);
    }

    /** Whatever the status: some cells of Central say 400 for a token that is too old. */
    boolean saysTokenExpired() {
        String said = code == null ? "" : code.toUpperCase(Locale.ROOT);
        return said.contains("EXPIRED_TOKEN")
                || said.contains("TOKEN_EXPIRED")
                || words().toLowerCase(Locale.ROOT).contains("signature has expired");
    }

    private String words() {
        return isObject ? Objects.requireNonNullElse(message, "") : body;
    }

    /** In one line: code and message, or the beginning of what came instead. */
    String inShort() {
        String said = Stream.of(code, message).filter(Objects::nonNull).collect(Collectors.joining(": "));
        String line = CleanText.line(said.isEmpty() ? body : said);
        return line.isEmpty() ? "without a word" : line;
    }

    private static @Nullable String first(JsonNode json, String... names) {
        return Stream.of(names)
                .map(name -> json.path(name).isString() ? WireValues.text(json, name) : null)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
