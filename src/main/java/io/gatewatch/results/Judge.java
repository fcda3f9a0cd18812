package io.gatewatch.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The door to verdicts: counts the tests of a window by gateway and url, and judges what of them fails together. */
@Component
public class Judge {

    private final TargetFigures figures;
    private final KnownGateways gateways;
    private final Names names;
    private final Reading reading;

    Judge(TargetFigures figures, KnownGateways gateways, Names names, Reading reading) {
        this.figures = figures;
        this.gateways = gateways;
        this.names = names;
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
        return reading.of(() -> judged(from.truncatedTo(ChronoUnit.MICROS), to.truncatedTo(ChronoUnit.MICROS)));
    }

    private Verdict judged(Instant from, Instant to) {
        Map<Long, GatewayName> listed = gateways.names();
        TargetFigures.Read read =
                figures.read(FiguresQuestion.window(listed.keySet(), from, to, FiguresQuestion.Detail.URLS));
        Judgement judgement = Judgement.of(pairs(read.sums()));
        Failing failing = new Failing(judgement, read.sums(), listed, names::urls);
        return new Verdict(
                read.plan().starts().get(0),
                to,
                judgement.conclusion(),
                Verdict.Thresholds.FIXED,
                failing.all(),
                failing.urls(),
                failing.gateways(),
                failing.pairs());
    }

    private static List<TestedPair> pairs(Map<Slice, Sums> sums) {
        return sums.entrySet().stream()
                .map(of -> new TestedPair(
                        of.getKey().gatewayId(),
                        Objects.requireNonNull(of.getKey().url()),
                        of.getValue().tests(),
                        of.getValue().failedTests()))
                .toList();
    }
}
