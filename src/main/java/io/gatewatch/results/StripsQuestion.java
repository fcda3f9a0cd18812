package io.gatewatch.results;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Which strips are asked for: one for each gateway or url, of some steps until a moment.
 *
 * @param to in which the last step is still under way
 * @param step whole hours
 * @param steps how many
 * @param serialNumber only of this gateway's tests; null for all
 * @param url only of this url's, {@code unknown} for tests without; null for all
 */
public record StripsQuestion(
        By by,
        Instant to,
        Duration step,
        int steps,
        @Nullable String serialNumber,
        @Nullable String url,
        @Nullable Protocol protocol) {

    private static final int MOST = 32;
    private static final List<Long> HOURS = List.of(1L, 2L, 3L, 6L, 12L, 24L);

    /** What strips are of. */
    public enum By {
        GATEWAY,
        URL
    }

    /** A place in the order: by serial number, or by url and protocol; a gateway's protocol is empty. */
    public record Position(String name, String protocol) {}

    /** A window until a moment, in the shortest steps that give at most 32. */
    public static StripsQuestion over(
            Duration window,
            By by,
            Instant to,
            @Nullable String serialNumber,
            @Nullable String url,
            @Nullable Protocol protocol) {
        long hours = roundedUp(window.toMinutes(), 60);
        long step = HOURS.stream()
                .filter(length -> roundedUp(hours, length) <= MOST)
                .findFirst()
                .orElseThrow();
        return new StripsQuestion(
                by, to, Duration.ofHours(step), (int) roundedUp(hours, step), serialNumber, url, protocol);
    }

    private static long roundedUp(long length, long in) {
        return (length + in - 1) / in;
    }

    /** When each step starts, in order: multiples of the step since the epoch. */
    List<Instant> starts() {
        long last = Math.floorDiv(to.getEpochSecond(), step.toSeconds());
        return LongStream.rangeClosed(last - steps + 1, last)
                .mapToObj(start -> Instant.ofEpochSecond(start * step.toSeconds()))
                .toList();
    }

    /** When the first step starts. */
    public Instant from() {
        return starts().get(0);
    }

    /** ISO 8601, a day as a day. */
    public String stepText() {
        return step.toHours() == 24 ? "P1D" : step.toString();
    }
}
