package io.gatewatch.central;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Single values of Central's documents. Numbers come as strings or as numbers; nothing is said by an absent value, null,
 * "", or the word "null"; what cannot be understood or cannot be true is as if not said.
 */
final class WireValues {

    /** More than any count of bytes or requests can be, and still exact as a double. */
    private static final double LARGEST_COUNT = 1e15;

    /** Eleven days. */
    private static final double LONGEST_MILLIS = 1e9;

    private static final int LONGEST_NUMBER = 40;

    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?");

    private WireValues() {}

    /** Text that says something; other values as their JSON. */
    static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.isString() ? value.stringValue() : value.toString();
        return text.isBlank() || text.equals("null") ? null : text;
    }

    /** Text exactly as it was sent, also an empty one. */
    static @Nullable String asSent(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    static @Nullable Long count(JsonNode object, String name) {
        Double value = number(object, name, LARGEST_COUNT);
        return value == null || value != Math.rint(value) ? null : Long.valueOf(value.longValue());
    }

    static @Nullable Double millis(JsonNode object, String name) {
        return number(object, name, LONGEST_MILLIS);
    }

    static @Nullable Double percent(JsonNode object, String name) {
        return number(object, name, 100);
    }

    static @Nullable Double number(JsonNode object, String name, double largest) {
        JsonNode value = object.path(name);
        Double number = value.isNumber() ? Double.valueOf(value.doubleValue(Double.NaN)) : parsed(text(object, name));
        return number == null || !(number >= 0 && number <= largest) ? null : Double.valueOf(Math.abs(number));
    }

    static @Nullable Double parsed(@Nullable String text) {
        String number = text == null ? "" : text.strip();
        boolean readable =
                number.length() <= LONGEST_NUMBER && NUMBER.matcher(number).matches();
        return readable ? Double.valueOf(number) : null;
    }

    /** RFC 3339 of the years 1 to 9999, in UTC where no offset is said. */
    static @Nullable Instant instant(JsonNode object, String name) {
        String text = text(object, name);
        if (text == null) {
            return null;
        }
        try {
            Instant instant = inUtc(
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from));
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            return year >= 1 && year <= 9999 ? instant : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant inUtc(TemporalAccessor time) {
        return time instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : Instant.from(time);
    }
}
