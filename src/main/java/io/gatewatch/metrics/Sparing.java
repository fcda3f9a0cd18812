package io.gatewatch.metrics;

import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Something that is read turn after turn while there is little of it, and the more seldom the more there is. */
final class Sparing<T> {

    private static final long LITTLE = 20_000;
    private static final long MOST_TURNS = 15;

    private final Supplier<T> reading;
    private final ToLongFunction<T> size;
    private @Nullable T last;
    private long turnsToSkip;

    Sparing(Supplier<T> reading, ToLongFunction<T> size) {
        this.reading = reading;
        this.size = size;
    }

    /** What was read last, or now if it is time. */
    T next() {
        T value = last;
        if (value == null || turnsToSkip == 0) {
            value = reading.get();
            last = value;
            turnsToSkip = Math.min(size.applyAsLong(value) / LITTLE, MOST_TURNS - 1);
        } else {
            turnsToSkip--;
        }
        return value;
    }
}
