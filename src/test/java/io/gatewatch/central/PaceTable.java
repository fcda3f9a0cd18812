package io.gatewatch.central;

import io.gatewatch.postgres.LocalPostgres;
import java.time.Clock;
import java.time.Instant;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.Driver;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/** The one row that all replicas share, in a real database, and replicas beside it. */
final class PaceTable {

    private static final DataSource DATABASE = migrated();

    final JdbcClient jdbc = JdbcClient.create(DATABASE);

    /** As nobody has called Central yet. */
    static PaceTable fresh() {
        PaceTable table = new PaceTable();
        table.jdbc.sql("delete from central_pace").update();
        table.jdbc.sql("insert into central_pace (id) values (1)").update();
        return table;
    }

    /** What one replica has of it, with transactions as in the application; its clock is the database's, too. */
    Pace replica(CentralProperties properties, Clock clock) {
        return replica(properties, clock, clock);
    }

    Pace replica(CentralProperties properties, Clock clock, Clock ofDatabase) {
        ProxyFactory proxy = new ProxyFactory(new Pace(new PaceRow(jdbc, time(ofDatabase)), properties, clock));
        proxy.setProxyTargetClass(true);
        proxy.addAdvice(new TransactionInterceptor(
                new DataSourceTransactionManager(DATABASE), new AnnotationTransactionAttributeSource(false)));
        return (Pace) proxy.getProxy();
    }

    private static DatabaseTime time(Clock clock) {
        return new DatabaseTime() {
            @Override
            public Instant given() {
                return clock.instant();
            }
        };
    }

    /** A replica that cannot reach the row. */
    static Pace outOfReach(CentralProperties properties, Clock clock) {
        return new Pace(
                new PaceRow(
                        JdbcClient.create(new SimpleDriverDataSource(
                                new Driver(), "jdbc:postgresql://127.0.0.1:1/nowhere?connectTimeout=2")),
                        time(clock)),
                properties,
                clock);
    }

    private static DataSource migrated() {
        SimpleDriverDataSource database = new SimpleDriverDataSource(
                new Driver(), LocalPostgres.throwaway().freshDatabase());
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return database;
    }
}
