package io.gatewatch.results;

import java.time.Instant;
import java.time.ZoneOffset;
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
            values (?, ?, ?, (select count(*) from target_totals where labelled) < ?, ?)
            on conflict do nothing
            """;

    private final JdbcTemplate jdbc;
    private final TargetProperties properties;

    Targets(JdbcTemplate jdbc, TargetProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    /** Makes the rows of targets seen for the first time, all at nought; joins the caller's transaction. */
    void meet(Collection<Tally.Target> targets, Instant at) {
        List<Tally.Target> unseen = unseen(targets.stream().sorted().toList());
        if (unseen.isEmpty()) {
            return;
        }
        jdbc.queryForList(LOCK_LABELS);
        for (Tally.Target target : unseen) {
            jdbc.update(
                    INSERT,
                    target.gatewayId(),
                    target.urlId(),
                    target.protocol().text(),
                    properties.maxTargets(),
                    at.atOffset(ZoneOffset.UTC));
        }
    }

    private List<Tally.Target> unseen(List<Tally.Target> targets) {
        return jdbc.query(
                UNSEEN,
                statement -> new Binder(statement)
                        .array(
                                "bigint",
                                targets.stream().map(Tally.Target::gatewayId).toArray(Long[]::new))
                        .array(
                                "bigint",
                                targets.stream().map(Tally.Target::urlId).toArray(Long[]::new))
                        .array(
                                "text",
                                targets.stream()
                                        .map(target -> target.protocol().text())
                                        .toArray(String[]::new)),
                (row, number) -> targets.get(row.getInt(1) - 1));
    }
}
