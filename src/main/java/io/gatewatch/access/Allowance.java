package io.gatewatch.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** So much at once and so much a minute for each of many keys; those unused for long, or too many, are forgotten. */
final class Allowance {

    private static final int MOST_KEYS = 10_000;
    private static final Duration UNUSED = Duration.ofHours(1);

    private final LoadingCache<String, Bucket> buckets;

    Allowance(long atOnce, long each, Duration time, Clock clock) {
        TimeMeter meter = new Meter(clock);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .expireAfterAccess(UNUSED)
                .ticker(meter::currentTimeNanos)
                .build(key -> Bucket.builder()
                        .withCustomTimePrecision(meter)
                        .addLimit(limit -> limit.capacity(atOnce).refillGreedy(each, time))
                        .build());
    }

    /** How long until there is something left again; zero while there is. */
    Duration untilAllowed(String key) {
        return Duration.ofNanos(buckets.get(key).estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }

    /** Takes one, if there is one. */
    boolean take(String key) {
        return buckets.get(key).tryConsume(1);
    }

    private record Meter(Clock clock) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
