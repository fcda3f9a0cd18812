package io.gatewatch.results;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The targets met so far; each gets its label, or none, when it is met, and keeps that for good. */
@Component
class Targets {

    /** The new rows of several replicas are made one after the other, so that the labels can be counted. */
    private static final String LOCK_LABELS = "select pg_advisory_xact_lock(7003245217001)";

    private static final String UNSEEN = """
            select place from unnest(?, ?, ?) with ordinality as u (gateway_id, url_id, protocol, place)
            where not exists (
                select from target_totals t
                where t.gateway_id = u.gateway_id and t.url_id = u.url_id and t.protocol = u.protocol)
            order by place
            """;

    private static final String INSERT = """
            insert into target_totals (gateway_id, url_id, protocol, labelled, first_seen_at)
            select gateway_id, url_id, protocol,
                (select count(*) from target_totals where labelled) + row_number() over (order by place) <= ?, ?
            from unnest(?, ?, ?) with ordinality as u (gateway_id, url_id, protocol, place)
            order by place
            """;

    private final JdbcTemplate jdbc;
    private final TargetProperties properties;

    Targets(JdbcTemplate jdbc, TargetProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    /** Makes the rows of targets seen for the first time, all at nought; joins the caller's transaction. */
    void meet(Collection<Tally.Target> targets, Instant at) {
        List<Tally.Target> all = targets.stream().distinct().sorted().toList();
        if (unseen(all).isEmpty()) {
            return;
        }
        jdbc.queryForList(LOCK_LABELS);
        List<Tally.Target> unseen = unseen(all);
        jdbc.update(
                INSERT,
                statement -> keys(unseen)
                        .bind(new Binder(statement)
                                .value(properties.maxTargets())
                                .value(at)));
    }

    /** Looked for once more under the lock: another replica may have made them meanwhile. */
    private List<Tally.Target> unseen(List<Tally.Target> targets) {
        return jdbc.query(
                UNSEEN, statement -> keys(targets).bind(statement), (row, number) -> targets.get(row.getInt(1) - 1));
    }

    private static Columns<Tally.Target> keys(List<Tally.Target> targets) {
        return Columns.of(targets)
                .longs(Tally.Target::gatewayId)
                .longs(Tally.Target::urlId)
                .texts(target -> target.protocol().text());
    }
}
