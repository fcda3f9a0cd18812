package io.gatewatch.central;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads rates such as {@code 57.52KB/sec}, {@code 53.9 Mbits/sec} or {@code 0.00 bits/sec}; K is 1000. */
final class DownloadRate {

    private static final Pattern RATE = Pattern.compile(
            "\\s*(\\d{1,15}(?:\\.\\d{1,15})?)\\s*([kKmMgGtT]?)(B|b|(?i:bits?|bytes?))(?:/s(?:ec)?|ps)\\s*");

    private static final BigDecimal BITS_IN_A_BYTE = BigDecimal.valueOf(8);

    private DownloadRate() {}

    static @Nullable Double bytesPerSecond(@Nullable String text) {
        Matcher rate = RATE.matcher(text == null ? "" : text);
        if (!rate.matches()) {
            return null;
        }
        BigDecimal value = new BigDecimal(rate.group(1)).scaleByPowerOfTen(power(rate.group(2)));
        return (isBytes(rate.group(3)) ? value : value.divide(BITS_IN_A_BYTE)).doubleValue();
    }

    private static boolean isBytes(String unit) {
        return unit.equals("B") || unit.toLowerCase(Locale.ROOT).startsWith("byte");
    }

    private static int power(String prefix) {
        return switch (prefix.toLowerCase(Locale.ROOT)) {
            case "k" -> 3;
            case "m" -> 6;
            case "g" -> 9;
            case "t" -> 12;
            default -> 0;
        };
    }
}
