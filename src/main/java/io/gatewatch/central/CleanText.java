package io.gatewatch.central;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON text without what PostgreSQL and UTF-8 cannot hold: NUL and lone surrogates become U+FFFD. */
final class CleanText {

    /** An escaped character, a pair of halves as one; other escapes only so that their backslash is not taken anew. */
    private static final Pattern ESCAPE = Pattern.compile(
            "\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\\\u[0-9a-fA-F]{4}|\\\\.", Pattern.DOTALL);

    private static final Pattern UNFIT = Pattern.compile("\\\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})");

    private static final Pattern RAW_UNFIT = Pattern.compile("\0|[\\x{D800}-\\x{DFFF}]");

    private static final Pattern GAP = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final int LONGEST_LINE = 200;

    private CleanText() {}

    static String of(String text) {
        String whole = RAW_UNFIT.matcher(text).replaceAll("\uFFFD");
        return whole.contains("\\u") ? cleanEscapes(whole) : whole;
    }

    /** In one short line, as logs and last errors have it. */
    static String line(String text) {
        String line = GAP.matcher(of(text)).replaceAll(" ").strip();
        return line.length() <= LONGEST_LINE ? line : beginning(line, LONGEST_LINE) + "...";
    }

    /** The beginning, at most so many characters, without half of a pair at its end. */
    static String beginning(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    /** The beginning that fits into so many bytes of UTF-8; whole characters only. */
    static String firstBytes(String clean, int most) {
        CharBuffer rest = CharBuffer.wrap(clean);
        StandardCharsets.UTF_8.newEncoder().encode(rest, ByteBuffer.allocate(most), true);
        return clean.substring(0, rest.position());
    }

    private static String cleanEscapes(String text) {
        return ESCAPE.matcher(text).replaceAll(escape -> {
            boolean unfit = UNFIT.matcher(escape.group()).matches();
            return Matcher.quoteReplacement(unfit ? "\\uFFFD" : escape.group());
        });
    }
}
