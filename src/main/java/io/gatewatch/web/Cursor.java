package io.gatewatch.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A place in a list as users hand it back: opaque to them, a few short texts to us. */
final class Cursor {

    private static final String BETWEEN = "\n";

    private Cursor() {}

    static String of(Object... parts) {
        String text = String.join(
                BETWEEN, List.of(parts).stream().map(Object::toString).toList());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the parts say, or null without a cursor; a cursor that we did not make is a bad request. */
    static <T> @Nullable T read(@Nullable String cursor, int size, Function<List<String>, T> reader) {
        if (cursor == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> parts = List.of(text.split(BETWEEN, -1));
            if (parts.size() == size && text.indexOf('\0') < 0) {
                return reader.apply(parts);
            }
        } catch (RuntimeException e) {
            throw strange();
        }
        throw strange();
    }

    private static InvalidRequest strange() {
        return new InvalidRequest(
                "cursor", "must be the `nextCursor` of the page before, with the same other parameters");
    }
}
