package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door to many at a glance: how each gateway, or each url, fared in a few steps of time; from hourly figures. */
@Component
public class Strips {

    /** What was ever tested, so that who fell silent still has a strip; an empty one. */
    private static final String STRIPS = """
            with target as (
                select t.gateway_id, t.url_id, t.protocol, t.first_seen_at, %1$s collate "C" as name, %2$s collate "C" as spoken
                from target_totals t join gateway g on g.id = t.gateway_id join url u on u.id = t.url_id
                where %3$s and t.last_stored_at is not null),
            named as (
                select name, spoken, min(first_seen_at) as first_seen_at from target
                where (name, spoken) > (:name, :spoken)
                group by name, spoken order by name, spoken limit :limit)
            select name, spoken, named.first_seen_at, width_bucket(f.hour, :starts) as slot,
                   sum(f.successful_tests + f.partial_tests + f.failed_tests) as tests,
                   round((sum(f.success_rate_sum) / nullif(sum(f.rated_tests), 0))::numeric, 1)::float8 as rate,
                   round(sum(f.latency_sum_millis) / nullif(sum(f.latency_count), 0))::bigint as latency
            from named join target t using (name, spoken)
                 left join hourly_figures f on f.gateway_id = t.gateway_id and f.url_id = t.url_id
                     and f.protocol = t.protocol and f.hour >= :from and f.hour < :to
            group by 1, 2, 3, 4 order by 1, 2
            """;

    private final JdbcClient jdbc;
    private final Reading reading;

    Strips(JdbcClient jdbc, Reading reading) {
        this.jdbc = jdbc;
        this.reading = reading;
    }

    /** One row of a page of strips with its place, to ask for the page after it. */
    public record Ranked(Strip strip, StripsQuestion.Position position) {}

    /**
     * At most {@code limit} strips; of gateways those that are not retired.
     *
     * @throws TooMuchToRead when it took too long, or too many are reading
     */
    public List<Ranked> page(StripsQuestion question, StripsQuestion.@Nullable Position after, int limit) {
        return reading.of(() -> read(question, after, limit));
    }

    private List<Ranked> read(StripsQuestion question, StripsQuestion.@Nullable Position after, int limit) {
        boolean ofGateways = question.by() == StripsQuestion.By.GATEWAY;
        Choice choice = choice(question)
                .with("name", after == null ? "" : after.name())
                .with("spoken", after == null ? "" : after.protocol())
                .with("limit", limit);
        String sql = ofGateways
                ? STRIPS.formatted("g.serial_number", "''", "g.retired_at is null and " + choice.sql())
                : STRIPS.formatted("u.text", "t.protocol", choice.sql());
        Map<StripsQuestion.Position, Strip> strips = new LinkedHashMap<>();
        jdbc.sql(sql).params(choice.params()).query(row -> {
            var position = new StripsQuestion.Position(row.getString("name"), row.getString("spoken"));
            Instant first = row.getObject("first_seen_at", OffsetDateTime.class).toInstant();
            fill(strips.computeIfAbsent(position, p -> empty(p, first, question)), row);
        });
        return strips.entrySet().stream()
                .map(strip -> new Ranked(strip.getValue(), strip.getKey()))
                .toList();
    }

    private static Choice choice(StripsQuestion question) {
        return new Choice()
                .and("g.serial_number = coalesce(:serial, g.serial_number)", "serial", question.serialNumber())
                .url(question.url())
                .protocol(question.protocol())
                .with("from", question.from().atOffset(ZoneOffset.UTC))
                .with("to", question.to().atOffset(ZoneOffset.UTC))
                .with("starts", question.starts());
    }

    private static Strip empty(StripsQuestion.Position position, Instant first, StripsQuestion question) {
        boolean ofGateways = question.by() == StripsQuestion.By.GATEWAY;
        int steps = question.steps();
        return new Strip(
                ofGateways ? position.name() : null,
                ofGateways ? null : position.name(),
                Protocol.of(position.protocol()).orElse(null),
                first,
                new ArrayList<>(Collections.nCopies(steps, 0L)),
                new ArrayList<>(Collections.<@Nullable Double>nCopies(steps, null)),
                new ArrayList<>(Collections.<@Nullable Long>nCopies(steps, null)));
    }

    private static void fill(Strip strip, ResultSet row) throws SQLException {
        int slot = row.getInt("slot") - 1;
        if (!row.wasNull()) {
            strip.tests().set(slot, row.getLong("tests"));
            strip.successRatePercent().set(slot, row.getObject("rate", Double.class));
            strip.averageLatencyMilliseconds().set(slot, row.getObject("latency", Long.class));
        }
    }
}
