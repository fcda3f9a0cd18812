package io.gatewatch.results;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A tested url as keys, labels and filters have it: cut to 2,048 characters, {@code unknown} where nobody said it.
 *
 * @param text what people read
 * @param hash what it is found by, in hex; empty for the unknown
 */
record Url(String text, String hash) {

    static final Url UNKNOWN = new Url("unknown", "");
    static final Comparator<Url> BY_HASH = Comparator.comparing(Url::hash);
    static final int LONGEST = 2048;

    static Url of(@Nullable String said) {
        if (said == null || said.equals(UNKNOWN.text)) {
            return UNKNOWN;
        }
        String text = cut(said);
        return new Url(text, HexFormat.of().formatHex(sha256(text)));
    }

    /** Never between the two halves of one character. */
    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        boolean betweenHalves = Character.isHighSurrogate(text.charAt(LONGEST - 1));
        return text.substring(0, betweenHalves ? LONGEST - 1 : LONGEST);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
