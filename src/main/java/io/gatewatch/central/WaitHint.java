package io.gatewatch.central;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * How long an answer asks to wait: {@code Retry-After} in seconds or as an HTTP date, else {@code X-RateLimit-Reset} as
 * RFC 3339, epoch seconds, epoch milliseconds or seconds to go; till midnight where the day is spent. Times are read against the answer's own {@code Date}.
 */
final class WaitHint {

    /** More is not believed: a wrong hint must not stop the account for a day. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** Reset values above are points in time, in milliseconds above the second bound, in seconds between. */
    private static final double EPOCH_SECONDS = 1e8;

    private static final double EPOCH_MILLIS = 1e11;

    private WaitHint() {}

    /** How long to wait, or empty when nothing usable is said; what lies in the past says nothing. */
    static Optional<Duration> of(HttpHeaders headers, Instant now) {
        Instant theirs =
                Optional.ofNullable(httpDate(headers, HttpHeaders.DATE)).orElse(now);
        Optional<Duration> said = usable(retryAfter(headers, theirs)).or(() -> usable(reset(headers, theirs)));
        return isSpent(headers, "-day") ? Optional.of(longer(said, untilMidnight(theirs))) : said;
    }

    /** How long until the account may call again, where an answer says that it spent the last call of now. */
    static Optional<Duration> whenSpent(HttpHeaders headers, Instant now) {
        return isSpent(headers, "") || isSpent(headers, "-day") ? of(headers, now) : Optional.empty();
    }

    /** Whether the account has no call left in this second. */
    static boolean isSecondSpent(HttpHeaders headers) {
        return isSpent(headers, "-second");
    }

    private static boolean isSpent(HttpHeaders headers, String window) {
        Double remaining = WireValues.parsed(headers.getFirst("X-RateLimit-Remaining" + window));
        return remaining != null && remaining <= 0;
    }

    /** The account's days are UTC days. */
    private static Duration untilMidnight(Instant theirs) {
        Instant midnight = theirs.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        Duration wait = Duration.between(theirs, midnight);
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static Duration longer(Optional<Duration> said, Duration other) {
        return said.filter(wait -> wait.compareTo(other) > 0).orElse(other);
    }

    /** Any of the three forms of RFC 9110. */
    static @Nullable Instant httpDate(HttpHeaders headers, String name) {
        try {
            ZonedDateTime date = headers.getFirstZonedDateTime(name);
            return date == null ? null : date.toInstant();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Optional<Duration> usable(@Nullable Duration wait) {
        return Optional.ofNullable(wait)
                .filter(asked -> asked.compareTo(Duration.ZERO) > 0)
                .map(asked -> asked.compareTo(LONGEST) > 0 ? LONGEST : asked);
    }

    private static @Nullable Duration retryAfter(HttpHeaders headers, Instant theirs) {
        Double seconds = WireValues.parsed(headers.getFirst(HttpHeaders.RETRY_AFTER));
        if (seconds != null) {
            return seconds(seconds);
        }
        Instant date = httpDate(headers, HttpHeaders.RETRY_AFTER);
        return date == null ? null : Duration.between(theirs, date);
    }

    private static @Nullable Duration reset(HttpHeaders headers, Instant theirs) {
        String text = headers.getFirst("X-RateLimit-Reset");
        Double number = WireValues.parsed(text);
        if (number == null) {
            Instant date = parse(DateTimeFormatter.ISO_OFFSET_DATE_TIME, text);
            return date == null ? null : Duration.between(theirs, date);
        }
        if (number < EPOCH_SECONDS) {
            return seconds(number);
        }
        double epochSeconds = number < EPOCH_MILLIS ? number : number / 1000;
        return seconds(epochSeconds - theirs.toEpochMilli() / 1000.0);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (Math.min(seconds, LONGEST.toSeconds() + 1.0) * 1000));
    }

    private static @Nullable Instant parse(DateTimeFormatter format, @Nullable String text) {
        try {
            return text == null ? null : format.parse(text.strip(), Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
