package io.gatewatch.results;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Puts names and figures to what fails: to the worst of each kind only, so that a bad night has a short answer. */
final class Failing {

    private static final int MOST = 100;

    private final Judgement judgement;
    private final Map<Slice, Sums> sums;
    private final Map<Long, GatewayName> gateways;
    private final List<Judgement.Group<TestedUrl.Position>> failingUrls;
    private final List<Judgement.Group<Long>> failingGateways;
    private final List<TestedPair> unexplained;
    private final Map<Long, String> texts;

    /** @param textsOf looks up urls by their ids; it is asked once */
    Failing(
            Judgement judgement,
            Map<Slice, Sums> sums,
            Map<Long, GatewayName> gateways,
            Function<Collection<Long>, Map<Long, String>> textsOf) {
        this.judgement = judgement;
        this.sums = sums;
        this.gateways = gateways;
        this.failingUrls = judgement.failing(judgement.urls());
        this.failingGateways = judgement.failing(judgement.gateways());
        this.unexplained = judgement.unexplained();
        List<Long> ids = Stream.concat(
                        worst(failingUrls).stream().map(Judgement.Group::key),
                        worst(unexplained).stream().map(TestedPair::url))
                .map(TestedUrl.Position::urlId)
                .distinct()
                .toList();
        this.texts = ids.isEmpty() ? Map.of() : textsOf.apply(ids);
    }

    Verdict.All all() {
        Judgement.Group<String> all = judgement.all();
        return new Verdict.All(all.standing(), all.judged(), all.failing(), figures(slice -> true));
    }

    Verdict.Level<Verdict.FailingUrl> urls() {
        List<Verdict.FailingUrl> items = worst(failingUrls).stream()
                .map(group -> new Verdict.FailingUrl(
                        text(group.key()),
                        group.key().protocol(),
                        group.judged(),
                        group.failing(),
                        figures(slice -> group.key().equals(slice.url()))))
                .toList();
        return level(judgement.urls(), items, failingUrls.size());
    }

    Verdict.Level<Verdict.FailingGateway> gateways() {
        List<Verdict.FailingGateway> items = worst(failingGateways).stream()
                .map(group -> new Verdict.FailingGateway(
                        gateway(group.key()),
                        group.judged(),
                        group.failing(),
                        figures(slice -> slice.gatewayId() == group.key())))
                .toList();
        return level(judgement.gateways(), items, failingGateways.size());
    }

    Verdict.Level<Verdict.FailingPair> pairs() {
        List<Verdict.FailingPair> items = worst(unexplained).stream()
                .map(pair -> new Verdict.FailingPair(
                        gateway(pair.gatewayId()),
                        text(pair.url()),
                        pair.url().protocol(),
                        figures(slice -> slice.gatewayId() == pair.gatewayId()
                                && pair.url().equals(slice.url()))))
                .toList();
        Judgement.Group<String> all = judgement.all();
        long tooFew = judgement.pairs().size() - all.judged();
        return new Verdict.Level<>(all.judged(), all.failing(), tooFew, items, unexplained.size() - items.size());
    }

    private Figures figures(Predicate<Slice> whose) {
        return Sums.of(sums.entrySet().stream()
                        .filter(of -> whose.test(of.getKey()))
                        .map(Map.Entry::getValue)
                        .toList())
                .figures();
    }

    private GatewayName gateway(long id) {
        return Objects.requireNonNull(gateways.get(id));
    }

    private String text(TestedUrl.Position url) {
        return Objects.requireNonNull(texts.get(url.urlId()));
    }

    private static <T> List<T> worst(List<T> failing) {
        return failing.subList(0, Math.min(MOST, failing.size()));
    }

    private static <K, T> Verdict.Level<T> level(List<Judgement.Group<K>> groups, List<T> items, int failing) {
        long judged = groups.stream().filter(Judgement.Group::enough).count();
        long fail = groups.stream().filter(Judgement.Group::fails).count();
        return new Verdict.Level<>(judged, fail, groups.size() - judged, items, failing - items.size());
    }
}
