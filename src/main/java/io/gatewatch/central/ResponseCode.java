package io.gatewatch.central;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The two parts of codes such as {@code 200/OK}; either may be missing. */
record ResponseCode(@Nullable Integer statusCode, @Nullable String reason) {

    private static final Pattern CODE = Pattern.compile("\\s*+(?:(\\d{1,9})\\s*+)?(?:/(.*))?", Pattern.DOTALL);
    private static final ResponseCode NONE = new ResponseCode(null, null);

    static ResponseCode of(@Nullable String text) {
        Matcher code = CODE.matcher(text == null ? "" : text);
        if (!code.matches()) {
            return NONE;
        }
        String reason = code.group(2) == null || code.group(2).isBlank()
                ? null
                : code.group(2).strip();
        return new ResponseCode(code.group(1) == null ? null : Integer.valueOf(code.group(1)), reason);
    }
}
