package io.gatewatch.results;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * The connections that read-only transactions take: a small pool beside the one that stores results, and another to the
 * read replica, where there is one.
 */
@Configuration(proxyBeanMethods = false)
class ReadingPool {

    /** How long a reader waits for a connection to a replica that may be gone, before it reads the primary. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /**
     * Like the other pool but in size and name. Nobody's to inject, so that readiness does not ask it, which may well be
     * full; nor do the metrics find it by themselves then. One more than may read at once, for the status.
     */
    @Bean(autowireCandidate = false)
    HikariDataSource readingConnections(
            DataSource connections, ReadReplica replica, ResultsProperties properties, MeterRegistry meters)
            throws SQLException {
        HikariDataSource other = connections.unwrap(HikariDataSource.class);
        HikariDataSource pool = new HikariDataSource();
        other.copyStateTo(pool);
        pool.setPoolName(other.getPoolName() + "-reads");
        pool.setMaximumPoolSize(properties.readConnections() + 1);
        pool.setMinimumIdle(1);
        pool.setReadOnly(true);
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        connections.unwrap(LazyConnectionDataSourceProxy.class).setReadOnlyDataSource(chosen(replica, pool));
        return pool;
    }

    @Bean
    ReadReplica readReplica(
            DataSource connections,
            JdbcTemplate primary,
            ResultsProperties properties,
            MeterRegistry meters,
            Clock clock)
            throws SQLException {
        HikariDataSource other = connections.unwrap(HikariDataSource.class);
        HikariDataSource pool = properties.readUrl() == null ? null : replica(other, properties, meters);
        return new ReadReplica(pool, primary, properties.readMaxLag(), clock);
    }

    /** One more than may read, to look at it. It may be away at the start, and whenever it likes. */
    private static HikariDataSource replica(
            HikariDataSource other, ResultsProperties properties, MeterRegistry meters) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(properties.readUrl());
        boolean own = properties.readUsername() != null;
        pool.setUsername(own ? properties.readUsername() : other.getUsername());
        pool.setPassword(own ? properties.readPassword() : other.getPassword());
        other.getDataSourceProperties().forEach((name, value) -> pool.addDataSourceProperty((String) name, value));
        pool.addDataSourceProperty("connectTimeout", 2);
        pool.addDataSourceProperty(
                "socketTimeout", properties.readTimeout().plusSeconds(2).toSeconds());
        pool.setPoolName(other.getPoolName() + "-replica");
        pool.setMaximumPoolSize(properties.readConnections() + 1);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(PATIENCE.toMillis());
        pool.setValidationTimeout(PATIENCE.toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.setReadOnly(true);
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        return pool;
    }

    /** Of the replica for the threads that chose it, of the primary for all others. */
    private static DataSource chosen(ReadReplica replica, HikariDataSource primary) {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return replica.chosen().orElse(primary).getConnection();
            }

            @Override
            public Connection getConnection(String username, String password) throws SQLException {
                return replica.chosen().orElse(primary).getConnection(username, password);
            }
        };
    }
}
