package io.gatewatch.page;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A thousand gateways as a night shift has them, written straight into the tables: hours of a day, tests of an hour. */
public final class Fleet {

    private static final String[] STATEMENTS = {
        """
        insert into url (text, hash)
        select text, sha256(text::bytea) from unnest(array['www.google.com', 'https://portal.example.com/login']) text
        """, """
        insert into gateway (serial_number, name, site, first_seen_at, last_seen_at)
        select 'CN' || upper(substr(md5(i::text), 1, 8)), 'Branch ' || i,
               (array['Turin', 'Lyon', 'Oslo', 'Leeds', 'Porto', 'Bergen'])[1 + i % 6], :now - interval '30 d', :now
        from generate_series(1, :gateways) i
        """, """
        create temporary table target as
        select g.id as gateway_id, u.id as url_id,
               case when u.text like 'https%' then 'https' else 'http' end as protocol, 120 + (g.id * 37 % 400) as millis,
               substr(g.name, 8)::int as i
        from gateway g cross join url u where u.id <> 0
        """, """
        create temporary table shift as
        select t.*, at, i % 97 = 0 as down, i % 41 = 0 as lossy, 't-' || gateway_id || '-' || url_id || '-' || n as task_id
        from target t, generate_series(0, 11) n, lateral (select :now - n * interval '5 min' - i % 290 * interval '1 s' as at) s
        where i % 113 <> 0
        """, """
        insert into http_test (gateway_id, observed_at, task_id, url_id, protocol, status, outcome, started_at,
            success_rate_percent, requests_sent, responses_received, fail_reason, document, stored_at)
        select gateway_id, at, task_id, url_id, protocol, case when down then 'FAILED' else 'COMPLETED' end,
               case when down then 'failure' when lossy then 'partial' else 'success' end, at,
               case when down then 0 when lossy then 60 else 100 end, 5,
               case when down then 0 when lossy then 3 else 5 end,
               case when down then 'Destination not resolved' end, ''::bytea, :now
        from shift
        """, """
        insert into response_sample (gateway_id, observed_at, task_id, position, response_bytes, response_time_millis,
            response_code, status_code)
        select gateway_id, at, task_id, n, 19556, millis * (1 + (i * 7 + n * 13 + extract(minute from at)::int) % 17 / 12.0),
               '200/OK', 200
        from shift, generate_series(0, 4) n where not down and (n < 3 or not lossy)
        """, """
        insert into hourly_figures (gateway_id, url_id, protocol, hour, last_stored_at, successful_tests, partial_tests,
            failed_tests, rated_tests, success_rate_sum, requests_sent, responses_received, response_bytes, rated_bytes,
            rated_millis, latency_count, latency_sum_millis, bucket_indexes, bucket_counts)
        select gateway_id, url_id, protocol, hour, :now, 12, 0, 0, 12,
               12 * case when i % 97 = 0 and hour > :now - (1 + i % 9) * interval '1 h' then 4 when i % 41 = 0 then 60 else 100 end,
               60, 60, 60 * 19556, 60 * 19556, 60 * millis, 60,
               60 * millis * (1 + 0.4 * sin(extract(hour from hour) / 24 * 6.28)), '{-8}', '{60}'
        from target, generate_series(date_trunc('hour', :now) - interval '23 h', :now, interval '1 h') hour
        where i % 113 <> 0 or hour < :now - interval '6 h'
        """, """
        insert into target_totals (gateway_id, url_id, protocol, labelled, first_seen_at, last_stored_at, last_observed_at)
        select gateway_id, url_id, protocol, true, :now, :now, :now - case when i % 113 = 0 then 7 else 0 end * interval '1 h'
        from target
        """, "drop table target, shift", "analyze"
    };

    private Fleet() {}

    /** In one transaction of the caller's, because tables that are temporary belong to a connection. */
    public static void of(int gateways, Instant now, JdbcClient jdbc) {
        for (String statement : STATEMENTS) {
            jdbc.sql(statement
                            .replace(":now", "'" + now.atOffset(ZoneOffset.UTC) + "'::timestamptz")
                            .replace(":gateways", String.valueOf(gateways)))
                    .update();
        }
    }
}
