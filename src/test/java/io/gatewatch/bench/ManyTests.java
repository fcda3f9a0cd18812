package io.gatewatch.bench;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes finished tests by the million, as the service would have stored them: every gateway one test of five responses
 * every five minutes, in the order of time, with tasks, hourly figures and totals.
 */
final class ManyTests {

    static final int A_DAY = 288;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final String prefix;
    private final Instant end;

    /** @param end when the newest test starts, at the latest */
    ManyTests(JdbcTemplate jdbc, TransactionTemplate transaction, String prefix, int gateways, Instant end) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.prefix = prefix;
        this.end = end.truncatedTo(ChronoUnit.MINUTES);
        jdbc.queryForList("select setseed(0.42)");
        jdbc.update("""
                insert into gateway (serial_number, first_seen_at, last_seen_at)
                select ? || lpad(n::text, 4, '0'), ?::timestamptz - interval '100 days', ?::timestamptz
                from generate_series(1, ?) n
                """, prefix, end.toString(), end.toString(), gateways);
        jdbc.update(
                "insert into url (text, hash) values ('www.example.org', sha256('www.example.org')) on conflict do nothing");
        jdbc.update("""
                insert into target_totals (gateway_id, url_id, protocol, labelled, first_seen_at, last_observed_at)
                select g.id, u.id, 'http', false, g.first_seen_at, g.last_seen_at from gateway g cross join url u
                where g.serial_number like ? and u.text = 'www.example.org'
                """, prefix + "%");
    }

    /** The days from so many before the end, the later number first. */
    void add(int fromDaysAgo, int toDaysAgo) {
        for (int ago = fromDaysAgo; ago > toDaysAgo; ago--) {
            Instant from = end.minus(ago, ChronoUnit.DAYS);
            transaction.executeWithoutResult(status -> addDay(from));
        }
        jdbc.execute("vacuum analyze");
    }

    /** Foreign keys are not looked at row by row: all rows of a test are made here. */
    private void addDay(Instant from) {
        jdbc.execute("set local session_replication_role = replica");
        makePartitions(LocalDate.ofInstant(from, ZoneOffset.UTC));
        makePartitions(LocalDate.ofInstant(from, ZoneOffset.UTC).plusDays(1));
        tests(from);
        responses(from);
        hours(from);
    }

    private void makePartitions(LocalDate day) {
        part("http_test", day, day.plusDays(1));
        part("response_sample", day, day.plusDays(1));
        LocalDate month = day.withDayOfMonth(1);
        part("hourly_figures", month, month.plusMonths(1));
    }

    private void part(String table, LocalDate from, LocalDate to) {
        jdbc.execute(
                "create table if not exists %1$s_%2$s partition of %1$s for values from ('%3$sT00:00Z') to ('%4$sT00:00Z')"
                        .formatted(table, from.toString().replace("-", ""), from, to));
    }

    private void tests(Instant from) {
        jdbc.update("""
                with made as (
                    insert into http_test (gateway_id, observed_at, task_id, url_id, protocol, status, outcome, started_at, ended_at,
                        success_rate_percent, requests_sent, responses_received, latency_minimum_millis,
                        latency_average_millis, latency_maximum_millis, raw_output, document, stored_at)
                    select g.id, at, md5(g.serial_number || at)::uuid::text, u.id, 'http', 'COMPLETED',
                           case when luck < 0.97 then 'success' else 'partial' end, at, at + interval '5 seconds',
                           case when luck < 0.97 then 100 else 80 end, 5, case when luck < 0.97 then 5 else 4 end, 100, 250, 700,
                           repeat('raw output of a gateway ', 20), convert_to(repeat('document', 75), 'UTF8'),
                           at + interval '7 seconds'
                    from generate_series(0, ? - 1) i cross join gateway g cross join url u
                         cross join lateral (select random() as luck,
                             ?::timestamptz + i * interval '5 minutes' + (g.id % 299) * interval '1 second' as at) t
                    where g.serial_number like ? and u.text = 'www.example.org'
                    order by at
                    returning task_id, gateway_id, observed_at)
                insert into task (task_id, gateway_id, protocol, state, registered_at, due_at, deadline_at, settled_at, observed_at)
                select task_id, gateway_id, 'http', 'finished', observed_at, observed_at, observed_at, observed_at, observed_at
                from made
                """, A_DAY, from.toString(), prefix + "%");
    }

    /** Response times as networks have them: log-normal around a quarter of a second. */
    private void responses(Instant from) {
        jdbc.update("""
                insert into response_sample (gateway_id, observed_at, task_id, position, response_number, response_bytes,
                    response_time_millis, download_rate, download_rate_bytes_per_second, response_code, status_code, reason)
                select gateway_id, observed_at, task_id, n, n + 1, 15000 + (random() * 9000)::int,
                       round(exp(5.5 + 0.5 * sqrt(-2 * ln(1 - random())) * cos(6.28 * random()))::numeric, 1),
                       '57.52KB/sec', 57520, '200/OK', 200, 'OK'
                from http_test join gateway g on g.id = gateway_id cross join generate_series(0, 4) n
                where g.serial_number like ? and observed_at >= ?::timestamptz
                  and observed_at < ?::timestamptz + interval '1 day'
                order by observed_at, n
                """, prefix + "%", from.toString(), from.toString());
    }

    /** By SQL and not by the service's own code, so that what it reads is checked, too; added to an hour that two days share. */
    private void hours(Instant from) {
        Instant first = from.truncatedTo(ChronoUnit.HOURS);
        jdbc.update(
                "delete from hourly_figures where hour >= ?::timestamptz and hour <= ?::timestamptz + interval '1 day' and "
                        + "gateway_id in (select id from gateway where serial_number like ?)",
                first.toString(),
                first.toString(),
                prefix + "%");
        jdbc.update(
                """
                with tests as (
                    select t.gateway_id, url_id, protocol, date_trunc('hour', observed_at, 'UTC') as hour, count(*) as tests,
                           count(*) filter (where outcome = 'success') as successful, sum(success_rate_percent) as rates,
                           sum(requests_sent) as sent, sum(responses_received) as received
                    from http_test t join gateway g on g.id = t.gateway_id
                    where serial_number like ? and observed_at >= ?::timestamptz
                      and observed_at < ?::timestamptz + interval '25 hours'
                    group by 1, 2, 3, 4),
                buckets as (
                    select r.gateway_id, date_trunc('hour', observed_at, 'UTC') as hour,
                           ceil(ln(response_time_millis / 1000) / ln(2::float8) * 8)::smallint as index, count(*) as count,
                           sum(response_bytes) as bytes, sum(response_time_millis) as millis,
                           min(response_time_millis) as least, max(response_time_millis) as most
                    from response_sample r join gateway g on g.id = r.gateway_id
                    where serial_number like ? and observed_at >= ?::timestamptz
                      and observed_at < ?::timestamptz + interval '25 hours'
                    group by 1, 2, 3),
                responses as (
                    select gateway_id, hour, sum(bytes) as bytes, sum(millis) as millis, sum(count) as count,
                           min(least) as least, max(most) as most, array_agg(index order by index) as indexes,
                           array_agg(count order by index) as counts,
                           string_agg(int2send(index) || set_byte('\\x00'::bytea, 0, count::int), ''::bytea order by index) as packed
                    from buckets group by 1, 2)
                insert into hourly_figures
                select gateway_id, url_id, protocol, hour, least(hour + interval '1 hour', ?::timestamptz), successful, tests - successful, 0, tests, rates, sent,
                       received, bytes, bytes, millis, count, millis, least, most, indexes, counts, packed
                from tests join responses using (gateway_id, hour)
                """,
                prefix + "%",
                first.toString(),
                first.toString(),
                prefix + "%",
                first.toString(),
                first.toString(),
                end.toString());
    }
}
