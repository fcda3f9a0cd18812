package io.gatewatch;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The one clock: ticks with the database's time, so that replicas whose own clocks differ agree on leases and pauses. It is
 * measured now and then, and carried on by the machine's time since its start, which nobody sets; while the database is
 * away, that goes on.
 */
@Component
class DatabaseClock extends Clock {

    private static final Logger log = LoggerFactory.getLogger(DatabaseClock.class);
    private static final Duration WORTH_SAYING = Duration.ofSeconds(5);
    private static final int TRIES = 3;

    /** A measurement that took longer is worse than a recent one that did not. */
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long RECENT_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final JdbcTemplate jdbc;
    private final LongSupplier nanos;
    private volatile Measured measured;

    /** The database's time then, and how long it took to ask. */
    private record Measured(Instant time, long atNanos, long tripNanos) {

        Instant at(long now) {
            return time.plusNanos(now - atNanos);
        }
    }

    @Autowired
    DatabaseClock(JdbcTemplate jdbc) {
        this(jdbc, System::nanoTime);
    }

    DatabaseClock(JdbcTemplate jdbc, LongSupplier nanos) {
        this.jdbc = jdbc;
        this.nanos = nanos;
        this.measured = new Measured(Clock.systemUTC().instant(), nanos.getAsLong(), Long.MAX_VALUE);
        measure();
    }

    @Scheduled(initialDelay = 30, fixedDelay = 30, timeUnit = TimeUnit.SECONDS)
    void measure() {
        try {
            learn(jdbc.execute((ConnectionCallback<Measured>) this::best));
        } catch (DataAccessException e) {
            log.debug("The database's time could not be asked; what was measured last goes on", e);
        }
    }

    /** Of several tries on one connection the quickest, so that neither waiting for it nor opening it counts. */
    private Measured best(Connection connection) throws SQLException {
        Measured best = ask(connection);
        for (int i = 1; i < TRIES; i++) {
            Measured next = ask(connection);
            best = next.tripNanos < best.tripNanos ? next : best;
        }
        return best;
    }

    private Measured ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long before = nanos.getAsLong();
            try (ResultSet row = statement.executeQuery("select clock_timestamp()")) {
                row.next();
                long trip = nanos.getAsLong() - before;
                Instant time = row.getObject(1, OffsetDateTime.class).toInstant();
                return new Measured(time, before + trip / 2, trip);
            }
        }
    }

    private void learn(Measured next) {
        boolean isRecent = next.atNanos - measured.atNanos < RECENT_NANOS;
        if (isRecent && next.tripNanos > SLOW_NANOS && measured.tripNanos <= SLOW_NANOS) {
            return;
        }
        Duration change = Duration.between(measured.at(next.atNanos), next.time);
        if (change.abs().compareTo(WORTH_SAYING) > 0) {
            log.warn(
                    "The database's clock is {} s {} this machine's; its time is used",
                    change.abs().toSeconds(),
                    change.isNegative() ? "behind" : "ahead of");
        }
        measured = next;
    }

    @Override
    public Instant instant() {
        return measured.at(nanos.getAsLong());
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
