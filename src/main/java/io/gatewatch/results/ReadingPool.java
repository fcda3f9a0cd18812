package io.gatewatch.results;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/** The connections that read-only transactions take: a small pool beside the one that stores results. */
@Configuration(proxyBeanMethods = false)
class ReadingPool {

    /**
     * Like the other pool but in size and name. Nobody's to inject, so that readiness does not ask it, which may well be
     * full; nor do the metrics find it by themselves then.
     */
    @Bean(autowireCandidate = false)
    HikariDataSource readingConnections(DataSource connections, ResultsProperties properties, MeterRegistry meters)
            throws SQLException {
        HikariDataSource other = connections.unwrap(HikariDataSource.class);
        HikariDataSource pool = new HikariDataSource();
        other.copyStateTo(pool);
        pool.setPoolName(other.getPoolName() + "-reads");
        pool.setMaximumPoolSize(properties.readConnections());
        pool.setMinimumIdle(1);
        pool.setReadOnly(true);
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        connections.unwrap(LazyConnectionDataSourceProxy.class).setReadOnlyDataSource(pool);
        return pool;
    }
}
