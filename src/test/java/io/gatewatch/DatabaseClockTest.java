package io.gatewatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatewatch.postgres.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

class DatabaseClockTest {

    private static final SimpleDriverDataSource DATABASE =
            new SimpleDriverDataSource(new Driver(), LocalPostgres.throwaway().freshDatabase());

    private final AtomicLong waited = new AtomicLong();
    private final JdbcTemplate jdbc = new JdbcTemplate(new DelegatingDataSource(DATABASE) {
        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            waited.addAndGet(Duration.ofSeconds(3).toNanos());
            return connection;
        }
    });

    private Instant ofDatabase() {
        return new JdbcTemplate(DATABASE)
                .queryForObject("select clock_timestamp()", OffsetDateTime.class)
                .toInstant();
    }

    /** As when the pool has none left: half of the waiting was taken for the way to the database, and moved the clock. */
    @Test
    void waitingForAConnectionDoesNotMoveIt() {
        DatabaseClock clock = new DatabaseClock(jdbc, () -> System.nanoTime() + waited.get());
        assertThat(clock.instant()).isCloseTo(ofDatabase(), within(900, ChronoUnit.MILLIS));
        clock.measure();
        assertThat(clock.instant()).isCloseTo(ofDatabase(), within(900, ChronoUnit.MILLIS));
    }
}
