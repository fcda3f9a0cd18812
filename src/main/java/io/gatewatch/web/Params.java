package io.gatewatch.web;

import io.gatewatch.central.TestAddress;
import io.gatewatch.results.Outcome;
import io.gatewatch.results.Protocol;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a query; what cannot be read is refused by the name of its parameter. */
final class Params {

    private static final int MOST = 500;
    private static final Duration LONGEST_WINDOW = Duration.ofDays(31);
    private static final Pattern WEEKS = Pattern.compile("P(\\d{1,3})W");

    private Params() {}

    static int limit(@Nullable String text) {
        int limit = read(text, "limit", "must be a whole number from 1 to " + MOST, Params::parseNumber)
                .orElse(50);
        if (limit < 1 || limit > MOST) {
            throw new InvalidRequest("limit", "must be from 1 to " + MOST);
        }
        return limit;
    }

    static @Nullable Instant instant(String name, @Nullable String text) {
        return read(text, name, "must be a time such as 2025-05-20T14:06:28Z", Params::parseInstant)
                .orElse(null);
    }

    static @Nullable Duration step(@Nullable String text) {
        return read(text, "step", "must be an ISO 8601 duration such as PT15M or P1D", Params::parseDuration)
                .orElse(null);
    }

    static Duration window(@Nullable String text) {
        return window(text, Duration.ofHours(1), LONGEST_WINDOW);
    }

    /** A window of whole days at most. */
    static Duration window(@Nullable String text, Duration usual, Duration longest) {
        Duration window = read(text, "window", "must be an ISO 8601 duration such as PT1H", Params::parseDuration)
                .orElse(usual);
        if (window.compareTo(Duration.ofMinutes(1)) < 0 || window.compareTo(longest) > 0) {
            throw new InvalidRequest("window", "must be from PT1M to P" + longest.toDays() + "D");
        }
        return window;
    }

    static @Nullable String serialNumber(@Nullable String text) {
        if (text != null && !text.matches(TestAddress.SERIAL_NUMBER)) {
            throw new InvalidRequest("serialNumber", "must be 1 to 64 letters, digits or `-`");
        }
        return text;
    }

    /** Plain decimals alone, without an exponent. */
    static double percent(String name, @Nullable String text, double usual) {
        String wanted = "must be a percentage from 0 to 100 such as 99.5";
        double percent = read(text, name, wanted, Params::parseDecimal).orElse(usual);
        if (percent > 100) {
            throw new InvalidRequest(name, wanted);
        }
        return percent;
    }

    static @Nullable Protocol protocol(@Nullable String text) {
        return read(
                        text,
                        "protocol",
                        "must be http or https",
                        value -> Protocol.of(value).orElseThrow())
                .orElse(null);
    }

    static @Nullable Outcome outcome(@Nullable String text) {
        return read(
                        text,
                        "outcome",
                        "must be success, partial or failure",
                        value -> Outcome.of(value).orElseThrow())
                .orElse(null);
    }

    static @Nullable ZoneId timeZone(@Nullable String text) {
        return read(text, "timeZone", "must be an IANA time zone such as Europe/Berlin", Params::parseZone)
                .orElse(null);
    }

    static <T> Optional<T> read(@Nullable String text, String name, String wanted, Function<String, T> reader) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(text));
        } catch (RuntimeException e) {
            throw new InvalidRequest(name, wanted);
        }
    }

    /** Plain digits alone: Java would take signs and the digits of all scripts, too. */
    private static Integer parseNumber(String text) {
        if (!text.matches("[0-9]+")) {
            throw new NumberFormatException("No digits");
        }
        return Integer.valueOf(text);
    }

    private static Double parseDecimal(String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,9})?")) {
            throw new NumberFormatException("No plain decimal");
        }
        return Double.valueOf(text);
    }

    /** A plus sign that was not escaped arrives as a space. */
    static Instant parseInstant(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text.replace(' ', '+')).withOffsetSameInstant(ZoneOffset.UTC);
        if (time.getYear() < 1 || time.getYear() > 9999) {
            throw new DateTimeException("Not a year that RFC 3339 can say");
        }
        return time.toInstant();
    }

    private static Duration parseDuration(String text) {
        Matcher weeks = WEEKS.matcher(text);
        return weeks.matches() ? Duration.ofDays(7 * Long.parseLong(weeks.group(1))) : Duration.parse(text);
    }

    private static ZoneId parseZone(String text) {
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw new DateTimeException("No region");
        }
        return ZoneId.of(text);
    }
}
