package io.gatewatch.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** The ways in which a 429 may say how long to wait. */
public enum RetryHint {
    NONE((now, wait) -> Map.of()),
    RETRY_AFTER_SECONDS((now, wait) -> Map.of("Retry-After", String.valueOf(wait.toSeconds()))),
    RETRY_AFTER_DATE((now, wait) -> Map.of("Retry-After", httpDate(now.plus(wait)))),
    RESET_SECONDS_TO_GO((now, wait) -> reset(String.valueOf(wait.toSeconds()))),
    RESET_EPOCH_SECONDS((now, wait) -> reset(String.valueOf(now.plus(wait).getEpochSecond()))),
    RESET_EPOCH_MILLISECONDS((now, wait) -> reset(String.valueOf(now.plus(wait).toEpochMilli()))),
    RESET_RFC_3339((now, wait) -> reset(now.plus(wait).toString()));

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final BiFunction<Instant, Duration, Map<String, String>> headers;

    RetryHint(BiFunction<Instant, Duration, Map<String, String>> headers) {
        this.headers = headers;
    }

    Map<String, String> headers(Instant now, Duration wait) {
        return headers.apply(now, wait);
    }

    private static Map<String, String> reset(String value) {
        return Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", value);
    }

    static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }
}
