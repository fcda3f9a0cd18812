package io.gatewatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class WritableConnectionsTest extends World {

    @Autowired
    private DataSource connections;

    @Test
    void aConnectionThatCannotWriteIsNotUsedAgain() throws SQLException {
        try (HikariDataSource pool = onlyOne()) {
            try (Connection left = pool.getConnection()) {
                left.createStatement().execute("set session characteristics as transaction read only");
                assertThatThrownBy(() -> write(left)).hasMessageContaining("read-only");
            }
            try (Connection next = pool.getConnection()) {
                assertThat(write(next)).isZero();
            }
        }
    }

    private HikariDataSource onlyOne() throws SQLException {
        HikariDataSource pool = new HikariDataSource();
        connections.unwrap(HikariDataSource.class).copyStateTo(pool);
        pool.setMaximumPoolSize(1);
        return pool;
    }

    private static int write(Connection connection) throws SQLException {
        return connection.createStatement().executeUpdate("delete from task where false");
    }
}
