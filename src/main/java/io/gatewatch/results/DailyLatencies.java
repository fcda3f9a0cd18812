package io.gatewatch.results;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The response times of whole days, so that a month of many gateways is read from tens of rows each and not from hundreds.
 * They only save work: a day that was not added up, or not anew after a late result, is noticed and read from its hours.
 */
@Component
class DailyLatencies {

    private static final Logger log = LoggerFactory.getLogger(DailyLatencies.class);

    /** How long a day is left alone after its end, as late results would outdate it. */
    private static final Duration SETTLED = Duration.ofDays(1);

    /** How far back a first start reaches; what is older is read from hours. */
    private static final int MOST_DAYS = 62;

    private static final String SUM_UP = """
            insert into daily_latencies (gateway_id, url_id, protocol, day, latency_count, bucket_indexes, bucket_counts)
            select gateway_id, url_id, protocol, :day, sum(count), array_agg(index order by index), array_agg(count order by index)
            from (select gateway_id, url_id, protocol, index, sum(count)::bigint as count
                  from (select gateway_id, url_id, protocol, unnest(bucket_indexes) as index, unnest(bucket_counts) as count
                        from hourly_figures where hour >= :day and hour < :next) hours
                  group by gateway_id, url_id, protocol, index) buckets
            group by gateway_id, url_id, protocol
            on conflict do nothing
            """;

    /** Whole days that were added up, and the hours before and after them. */
    private static final String BUCKETS = """
            select gateway_id, url_id, protocol, index, sum(count)::bigint as count from (
                select gateway_id, url_id, protocol, unnest(bucket_indexes) as index, unnest(bucket_counts) as count
                from daily_latencies where gateway_id = any (:gateways) and day >= :firstDay and day < :lastDay
                union all
                select gateway_id, url_id, protocol, unnest(bucket_indexes), unnest(bucket_counts)
                from hourly_figures where gateway_id = any (:gateways)
                    and (hour >= :from and hour < :firstDay or hour >= :lastDay and hour < :to)) b
            group by gateway_id, url_id, protocol, index
            """;

    private final JdbcClient jdbc;
    private final OneAtATime oneAtATime;
    private final ResultsProperties properties;
    private final Clock clock;

    DailyLatencies(JdbcClient jdbc, OneAtATime oneAtATime, ResultsProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.oneAtATime = oneAtATime;
        this.properties = properties;
        this.clock = clock;
    }

    /** Adds up the days that are settled by now, each in a transaction of its own; one replica at a time. */
    @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void sumUp() {
        Instant end = clock.instant().minus(SETTLED).truncatedTo(ChronoUnit.DAYS);
        Instant earliest = end.minus(Duration.ofDays(MOST_DAYS));
        try {
            Instant done = doneUntil();
            Instant day = done.isBefore(earliest) ? earliest : done;
            for (; day.isBefore(end); day = day.plus(Duration.ofDays(1))) {
                sumUp(day);
            }
            letGo();
        } catch (DataAccessException | TransactionException e) {
            log.warn("Days could not be added up; reports read their hours until they can, in 10 minutes", e);
        }
    }

    /** How often each bucket of response times was met, by target. Late results may be missing. */
    Map<Tally.Target, Counts> read(Collection<Long> gatewayIds, Instant from, Instant to) {
        Instant firstDay = from.equals(from.truncatedTo(ChronoUnit.DAYS))
                ? from
                : from.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        Instant done = doneUntil();
        Instant lastDay = to.isBefore(done) ? to.truncatedTo(ChronoUnit.DAYS) : done;
        return lastDay.isAfter(firstDay)
                ? read(gatewayIds, from, firstDay, lastDay, to)
                : read(gatewayIds, from, to, to, to);
    }

    /** The same from the hours alone. */
    Map<Tally.Target, Counts> readHours(Collection<Long> gatewayIds, Instant from, Instant to) {
        return read(gatewayIds, from, to, to, to);
    }

    private Map<Tally.Target, Counts> read(
            Collection<Long> gatewayIds, Instant from, Instant firstDay, Instant lastDay, Instant to) {
        Map<Tally.Target, Counts> buckets = new HashMap<>();
        jdbc.sql(BUCKETS)
                .param("gateways", gatewayIds.toArray(Long[]::new))
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("firstDay", firstDay.atOffset(ZoneOffset.UTC))
                .param("lastDay", lastDay.atOffset(ZoneOffset.UTC))
                .param("to", to.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    buckets.computeIfAbsent(Tally.Target.of(row), target -> new Counts())
                            .add(row.getShort("index"), row.getLong("count"));
                });
        return buckets;
    }

    /** The end of the last day that was added up. */
    private Instant doneUntil() {
        return jdbc.sql("select max(day) from daily_latencies").query(OffsetDateTime.class).optional().stream()
                .map(day -> day.toInstant().plus(Duration.ofDays(1)))
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private void sumUp(Instant day) {
        oneAtATime.step(
                OneAtATime.Work.DAILY_LATENCIES,
                () -> jdbc.sql(SUM_UP)
                        .param("day", day.atOffset(ZoneOffset.UTC))
                        .param("next", day.plus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC))
                        .update());
    }

    private void letGo() {
        Instant before = clock.instant().minus(properties.rollupRetention());
        jdbc.sql("delete from daily_latencies where day < ?")
                .param(before.atOffset(ZoneOffset.UTC))
                .update();
    }
}
