package io.gatewatch.bench;

import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Fills the tables with targets as years of tests would have left them: ten urls a gateway, every bucket in use. */
public final class ManyTargets {

    private static final int URLS = 10;
    private static final int BATCH = 50_000;

    private ManyTargets() {}

    public static void fill(JdbcClient jdbc, int targets) {
        Timestamp now = Timestamp.from(Instant.now());
        jdbc.sql("""
                        insert into gateway (serial_number, name, site, first_seen_at, last_seen_at)
                        select 'BENCH' || i, 'Branch ' || i, 'Site ' || i % 50, :now, :now
                        from generate_series(1, :gateways) as i
                        """).param("now", now).param("gateways", targets / URLS).update();
        jdbc.sql("""
                        insert into url (text, hash)
                        select 'https://service-' || i || '.example.com/health', sha256(i::text::bytea)
                        from generate_series(1, :urls) as i
                        """).param("urls", URLS).update();
        jdbc.sql("""
                        insert into target_totals (gateway_id, url_id, protocol, labelled, first_seen_at, last_stored_at,
                            successful_tests, partial_tests, failed_tests, rated_tests, success_ratio_sum, requests_sent,
                            responses_received, response_bytes, codes, code_counts, latency_sum_seconds, classic_counts,
                            bucket_indexes, bucket_counts, recent_starts, last_task_id, last_observed_at, last_completed_at,
                            last_success_ratio, last_latency_minimum_seconds, last_latency_average_seconds,
                            last_latency_maximum_seconds, exemplar_seconds)
                        select g.id, u.id, 'https', true, :now, :now, 10, 2, 1, 13, 11.5, 65, 60, 1173360,
                            '{200,404,503}', '{50,6,4}', 25.5, '{5,5,5,5,5,5,5,5,5,5,5,5,0}',
                            '{-36,-27,-19,-13,-8,-3,0,4,8,12,18,26}', '{5,5,5,5,5,5,5,5,5,5,5,5}',
                            array(select :now::timestamptz - n * interval '5 min' from generate_series(0, 10) as n),
                            'c7a3f2d1-e8a9-4b7c-8d1e-' || lpad(g.id::text, 8, '0') || lpad(u.id::text, 4, '0'),
                            :now, :now, 1, 0.2, 0.4, 0.7, 0.654
                        from gateway g cross join url u where g.serial_number like 'BENCH%' and u.id <> 0
                        """).param("now", now).update();
        jdbc.sql("analyze gateway").update();
        jdbc.sql("analyze target_totals").update();
    }

    /** A test of five responses every five minutes of the last hour, for each of them; totals and hours are left as they are. */
    public static void test(JdbcClient jdbc) {
        Timestamp now = Timestamp.from(Instant.now());
        jdbc.sql("""
                        insert into http_test (gateway_id, observed_at, task_id, url_id, protocol, status, outcome, started_at,
                            ended_at, success_rate_percent, requests_sent, responses_received, latency_minimum_millis,
                            latency_average_millis, latency_maximum_millis, raw_output, document, stored_at)
                        select gateway_id, at, md5(gateway_id || ' ' || url_id || at)::uuid::text, url_id, protocol, 'COMPLETED',
                            'success', at, at + interval '5 s', 100, 5, 5, 100, 250, 700, repeat('raw output of a gateway ', 20),
                            convert_to(repeat('document', 75), 'UTF8'), at + interval '7 s'
                        from target_totals cross join lateral (
                            select :now::timestamptz - i * interval '5 min' as at from generate_series(1, 12) i) t
                        """).param("now", now).update();
        jdbc.sql("""
                        insert into response_sample (gateway_id, observed_at, task_id, position, response_number, response_bytes,
                            response_time_millis, download_rate, download_rate_bytes_per_second, response_code, status_code,
                            reason)
                        select gateway_id, observed_at, task_id, n, n + 1, 15000, 250 + n, '57.52KB/sec', 57520, '200/OK', 200, 'OK'
                        from http_test cross join generate_series(0, 4) n where protocol = 'https'
                        """).update();
        jdbc.sql("analyze http_test").update();
        jdbc.sql("analyze response_sample").update();
    }

    /** Tasks that wait, of the first gateway; some at a time, because no statement may take a minute. */
    static void await(JdbcClient jdbc, int tasks) {
        Timestamp now = Timestamp.from(Instant.now());
        for (int from = 1; from <= tasks; from += BATCH) {
            jdbc.sql("""
                            insert into task (task_id, gateway_id, protocol, state, registered_at, due_at, deadline_at)
                            select 'bench-' || i, (select min(id) from gateway), 'http', 'pending', t, t, t
                            from (select i, :now::timestamptz + i * interval '1 ms' as t
                                  from generate_series(:from, :to) as i) n
                            """)
                    .param("now", now)
                    .param("from", from)
                    .param("to", Math.min(from + BATCH - 1, tasks))
                    .update();
        }
        jdbc.sql("vacuum analyze task").update();
    }
}
