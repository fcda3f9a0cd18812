package io.gatewatch.results;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door to verdicts: counts the tests of a window by gateway and url, and judges what of them fails together. */
@Component
public class Judge {

    private static final String PAIRS = """
            select t.gateway_id, %s as url_id, t.protocol, count(*) as tests,
                   count(*) filter (where t.outcome = 'failure') as failed
            from http_test t where %s group by 1, 2, 3
            """;

    private final JdbcClient jdbc;
    private final UrlKeys urlKeys;
    private final Failing failing;
    private final Reading reading;

    Judge(JdbcClient jdbc, UrlKeys urlKeys, Failing failing, Reading reading) {
        this.jdbc = jdbc;
        this.urlKeys = urlKeys;
        this.failing = failing;
        this.reading = reading;
    }

    /**
     * The verdict on the tests of this window, without those of retired gateways.
     *
     * @param from inclusive
     * @param to exclusive; what was stored later is not judged
     * @throws TooMuchToRead when it took too long, or too many are reading
     */
    public Verdict over(Instant from, Instant to) {
        return reading.of(() -> judged(from, to));
    }

    private Verdict judged(Instant from, Instant to) {
        Choice tested = urlKeys.in(Choice.window(from, to).listed());
        Judgement judgement = Judgement.of(pairs(tested));
        return new Verdict(
                from,
                to,
                judgement.conclusion(),
                Verdict.Thresholds.FIXED,
                failing.all(judgement, tested),
                failing.urls(judgement, tested),
                failing.gateways(judgement, tested),
                failing.pairs(judgement, tested));
    }

    private List<TestedPair> pairs(Choice tested) {
        return jdbc.sql(PAIRS.formatted(UrlKeys.ID, tested.sql()))
                .params(tested.params())
                .query((row, number) -> new TestedPair(
                        row.getLong("gateway_id"),
                        new TestedUrl.Position(
                                row.getLong("url_id"),
                                Protocol.of(row.getString("protocol")).orElseThrow()),
                        row.getLong("tests"),
                        row.getLong("failed")))
                .list();
    }
}
