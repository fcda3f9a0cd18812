package io.gatewatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The one clock: ticks with the database's time, so that replicas whose own clocks differ agree on leases and pauses. The
 * difference is measured now and then; while the database is away the last one holds.
 */
@Component
class DatabaseClock extends Clock {

    private static final Logger log = LoggerFactory.getLogger(DatabaseClock.class);
    private static final Duration WORTH_SAYING = Duration.ofSeconds(5);

    private final Clock own = Clock.systemUTC();
    private final JdbcClient jdbc;
    private volatile Duration ahead = Duration.ZERO;

    DatabaseClock(JdbcClient jdbc) {
        this.jdbc = jdbc;
        measure();
    }

    @Scheduled(initialDelay = 30, fixedDelay = 30, timeUnit = TimeUnit.SECONDS)
    void measure() {
        try {
            Instant before = own.instant();
            OffsetDateTime theirs = jdbc.sql("select clock_timestamp()")
                    .query(OffsetDateTime.class)
                    .single();
            Duration trip = Duration.between(before, own.instant());
            learn(Duration.between(before.plus(trip.dividedBy(2)), theirs.toInstant()));
        } catch (DataAccessException e) {
            log.debug("The database's time could not be asked; the last difference, {}, holds", ahead, e);
        }
    }

    private void learn(Duration measured) {
        if (measured.minus(ahead).abs().compareTo(WORTH_SAYING) > 0) {
            log.warn(
                    "The database's clock is {} s {} this machine's; its time is used",
                    measured.abs().toSeconds(),
                    measured.isNegative() ? "behind" : "ahead of");
        }
        ahead = measured;
    }

    @Override
    public Instant instant() {
        return own.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Gatewatch keeps all times in UTC");
    }
}
