package io.gatewatch.access;

import org.jspecify.annotations.Nullable;

/** Text from outside as it may stand in a line of a log: short, and with nothing that begins another line or a field. */
final class Said {

    private static final int LONGEST = 200;

    private Said() {}

    static String plainly(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return cut.replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", "?").replace('"', '\'');
    }
}
