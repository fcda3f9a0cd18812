package io.gatewatch.results;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A reading that was not done, or not to its end, for the sake of all others; the message says so to the user. */
public class TooMuchToRead extends RuntimeException {

    private TooMuchToRead(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** All places are taken. */
    public static TooMuchToRead tooManyAtOnce() {
        return new TooMuchToRead(
                "Too many are reading at once; try again soon, and ask for less at a time: a shorter range or window.",
                null);
    }

    static TooMuchToRead tookTooLong(Duration longest, Throwable cause) {
        return new TooMuchToRead(
                "Reading this took more than %s s and was stopped; narrow it down: a shorter range or window, or one url."
                        .formatted(BigDecimal.valueOf(longest.toMillis(), 3)
                                .stripTrailingZeros()
                                .toPlainString()),
                cause);
    }
}
