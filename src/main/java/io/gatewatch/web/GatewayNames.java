package io.gatewatch.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names that people know a gateway by; one that is left out or null is taken away. */
@JsonIgnoreProperties(ignoreUnknown = true)
record GatewayNames(@Nullable String name, @Nullable String site) {

    private static final int LONGEST = 200;

    /** The same; {@link InvalidRequest} with all that is wrong. */
    GatewayNames checked() {
        List<FieldError> errors = new ArrayList<>();
        check("name", name, errors);
        check("site", site, errors);
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors);
        }
        return this;
    }

    private static void check(String field, @Nullable String text, List<FieldError> errors) {
        if (text != null && (text.isEmpty() || text.codePointCount(0, text.length()) > LONGEST || unfit(text))) {
            errors.add(new FieldError(
                    field, "must be null or 1 to " + LONGEST + " characters without control characters"));
        }
    }

    private static boolean unfit(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
