package io.gatewatch.results;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Rows of the default partitions: their times are far from those at which they were stored. They are kept as long as
 * others, but from their storing on, and deleted a batch at a time. Rows and hours of one time always say the same from the
 * time on from which rows are read.
 */
@Component
class Strays {

    private static final int BATCH = 1000;
    private static final int HOURS_A_BATCH = 100;

    private static final String OLD = """
            delete from %s where (gateway_id, observed_at, task_id) in (
                select gateway_id, observed_at, task_id from http_test_default
                where stored_at < :since and observed_at < :since
                order by stored_at, gateway_id, observed_at, task_id limit :most)
            """;

    /** An hour is one target's, and its rows lie in one partition: all go with it, or none. */
    private static final String AHEAD = """
            select distinct t.gateway_id, t.url_id, t.protocol, date_trunc('hour', t.observed_at, 'UTC') as hour
            from http_test_default t
            where t.stored_at < :since and t.observed_at >= :now and not exists (
                select from hourly_figures f
                where f.gateway_id = t.gateway_id and f.url_id = t.url_id and f.protocol = t.protocol
                    and f.hour = date_trunc('hour', t.observed_at, 'UTC') and f.last_stored_at >= :since)
            order by 1, 2, 3, 4 limit :most
            """;

    private static final String DELETE_AHEAD = """
            with ahead as (%s),
            tests as (
                delete from http_test_default t using ahead a
                where t.gateway_id = a.gateway_id and t.url_id = a.url_id and t.protocol = a.protocol
                    and t.observed_at >= a.hour and t.observed_at < a.hour + interval '1 hour'
                returning t.gateway_id, t.observed_at, t.task_id),
            responses as (
                delete from response_sample_default r using tests t
                where r.gateway_id = t.gateway_id and r.observed_at = t.observed_at and r.task_id = t.task_id),
            hours as (
                delete from hourly_figures f using ahead a
                where f.gateway_id = a.gateway_id and f.url_id = a.url_id and f.protocol = a.protocol and f.hour = a.hour)
            select count(*) from ahead
            """.formatted(AHEAD);

    private static final String OLD_HOURS = """
            select gateway_id, url_id, protocol, hour from hourly_figures_default
            where hour < :since and last_stored_at < :since order by 1, 2, 3, 4 limit :most
            """;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    Strays(JdbcTemplate jdbc, JdbcClient client) {
        this.jdbc = jdbc;
        this.client = client;
    }

    /**
     * Deletes some rows that were observed and stored before this. Their hours stay, as those of rows that were dropped.
     *
     * @return whether there may be more
     */
    @Transactional
    boolean deleteOld(Instant since) {
        asked(OLD.formatted("response_sample_default"), since, BATCH).update();
        return asked(OLD.formatted("http_test_default"), since, BATCH).update() == BATCH;
    }

    /**
     * Deletes some rows that were stored before this and are still to come, as a clock far ahead makes them, with the hours
     * that they were counted in: rows are read for such times. An hour in which something was stored later stays whole.
     *
     * @return whether there may be more
     */
    @Transactional
    boolean deleteAhead(Instant since, Instant now) {
        if (ahead(AHEAD, since, now).query().listOfRows().isEmpty()) {
            return false;
        }
        lock("http_test_default");
        return ahead(DELETE_AHEAD, since, now).query(Integer.class).single() == HOURS_A_BATCH;
    }

    /**
     * Deletes some hours before this in which nothing was stored since.
     *
     * @return whether there may be more
     */
    @Transactional
    boolean deleteOldHours(Instant since) {
        if (asked(OLD_HOURS, since, 1).query().listOfRows().isEmpty()) {
            return false;
        }
        lock("hourly_figures_default");
        String delete =
                "delete from hourly_figures_default where (gateway_id, url_id, protocol, hour) in (" + OLD_HOURS + ")";
        return asked(delete, since, BATCH).update() == BATCH;
    }

    /** Nobody may be about to add to an hour that is deleted: what they add would be lost. */
    private void lock(String table) {
        jdbc.execute("set local lock_timeout = '3s'");
        jdbc.execute("lock table " + table + " in share row exclusive mode");
    }

    private JdbcClient.StatementSpec ahead(String sql, Instant since, Instant now) {
        return asked(sql, since, HOURS_A_BATCH).param("now", now.atOffset(ZoneOffset.UTC));
    }

    private JdbcClient.StatementSpec asked(String sql, Instant since, int most) {
        return client.sql(sql).param("since", since.atOffset(ZoneOffset.UTC)).param("most", most);
    }
}
