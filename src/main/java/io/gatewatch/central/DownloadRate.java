package io.gatewatch.central;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads rates such as {@code 57.52KB/sec}, {@code 53.9 Mbits/sec} or {@code 0.00 bits/sec}; K is 1000. */
final class DownloadRate {

    private static final Pattern RATE = Pattern.compile(
            "\\s*(\\d{1,15}(?:\\.\\d{1,15})?)\\s*([kKmMgGtT]?)(B|b|(?i:bits?|bytes?))(?:/s(?:ec)?|ps)\\s*");

    private static final int BITS_IN_A_BYTE = 8;

    private DownloadRate() {}

    static @Nullable Double bytesPerSecond(@Nullable String text) {
        Matcher rate = RATE.matcher(text == null ? "" : text);
        if (!rate.matches()) {
            return null;
        }
        double value = Double.parseDouble(rate.group(1)) * factor(rate.group(2));
        return isBytes(rate.group(3)) ? value : value / BITS_IN_A_BYTE;
    }

    private static boolean isBytes(String unit) {
        return unit.equals("B") || unit.toLowerCase(Locale.ROOT).startsWith("byte");
    }

    private static double factor(String prefix) {
        return switch (prefix.toLowerCase(Locale.ROOT)) {
            case "k" -> 1e3;
            case "m" -> 1e6;
            case "g" -> 1e9;
            case "t" -> 1e12;
            default -> 1;
        };
    }
}
