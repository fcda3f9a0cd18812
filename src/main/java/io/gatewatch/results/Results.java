package io.gatewatch.results;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The door in: records finished tests with their rows, figures and totals. It joins the caller's transaction, because a
 * test is stored exactly when its task is settled, or not at all.
 */
@Component
public class Results {

    private final Urls urls;
    private final TestRows rows;
    private final HourlyFigures figures;
    private final DailyFigures days;
    private final Targets targets;
    private final TargetTotals totals;
    private final Gateways gateways;
    private final Clock clock;

    Results(
            Urls urls,
            TestRows rows,
            HourlyFigures figures,
            DailyFigures days,
            Targets targets,
            TargetTotals totals,
            Gateways gateways,
            Clock clock) {
        this.urls = urls;
        this.rows = rows;
        this.figures = figures;
        this.days = days;
        this.targets = targets;
        this.totals = totals;
        this.gateways = gateways;
        this.clock = clock;
    }

    /**
     * Records these tests, none of which may have been recorded before. Gateways, urls, figures, days and totals are
     * locked in this order by everyone who locks more than one of them.
     *
     * @throws org.springframework.dao.DataAccessException when one of them cannot be stored; then none is
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(List<FinishedTest> finished) {
        if (finished.isEmpty()) {
            return;
        }
        gateways.seen(finished);
        List<RecordedTest> tests = identified(finished);
        rows.insert(tests);
        figures.add(tests);
        days.addLate(tests);
        totals.add(tests);
    }

    /** Whether this very test was recorded before. */
    public boolean isRecorded(FinishedTest test) {
        return rows.isThere(test);
    }

    /** A target that will be tested: someone said its url when handing in a task. */
    public record Expected(long gatewayId, String url, Protocol protocol) {}

    /** Makes these targets known, so that their totals stand at nought before their first result. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void expect(List<Expected> expected) {
        if (expected.isEmpty()) {
            return;
        }
        Map<Url, Long> ids =
                urls.idsOf(expected.stream().map(target -> Url.of(target.url())).toList());
        Set<Tally.Target> seen = expected.stream()
                .map(target -> new Tally.Target(target.gatewayId(), idOf(target.url(), ids), target.protocol()))
                .collect(Collectors.toSet());
        targets.meet(seen, clock.instant());
    }

    private List<RecordedTest> identified(List<FinishedTest> finished) {
        Map<Url, Long> ids =
                urls.idsOf(finished.stream().map(test -> Url.of(test.url())).toList());
        return finished.stream()
                .map(test -> {
                    Url url = Url.of(test.url());
                    return new RecordedTest(
                            test, url, new Tally.Target(test.gatewayId(), idOf(test.url(), ids), test.protocol()));
                })
                .toList();
    }

    private static long idOf(@Nullable String url, Map<Url, Long> ids) {
        return Objects.requireNonNull(ids.get(Url.of(url)));
    }
}
