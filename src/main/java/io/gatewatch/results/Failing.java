package io.gatewatch.results;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Puts names and figures to what fails: to the worst of each kind only, so that a bad night has a short answer. */
@Component
class Failing {

    private static final int MOST = 100;

    private static final String GATEWAY = "t.gateway_id";
    private static final String PAIR = GATEWAY + " || ' ' || " + TestedUrl.Position.KEY;

    private final RawFigures figures;
    private final Names names;

    Failing(RawFigures figures, Names names) {
        this.figures = figures;
        this.names = names;
    }

    Verdict.All all(Judgement judgement, Choice tested) {
        Judgement.Group<String> all = judgement.all();
        Figures of = figures("'all'", tested).getOrDefault("all", Figures.NONE);
        return new Verdict.All(all.standing(), all.judged(), all.failing(), of);
    }

    Verdict.Level<Verdict.FailingUrl> urls(Judgement judgement, Choice tested) {
        List<Judgement.Group<TestedUrl.Position>> failing = judgement.failing(judgement.urls());
        List<Judgement.Group<TestedUrl.Position>> worst = worst(failing);
        List<Long> ids = worst.stream().map(group -> group.key().urlId()).toList();
        Map<Long, String> texts = names.urls(ids);
        Map<String, Figures> of = figures(TestedUrl.Position.KEY, tested.copy().among(UrlKeys.ID, ids), worst);
        List<Verdict.FailingUrl> items = worst.stream()
                .map(group -> new Verdict.FailingUrl(
                        Objects.requireNonNull(texts.get(group.key().urlId())),
                        group.key().protocol(),
                        group.judged(),
                        group.failing(),
                        of.getOrDefault(group.key().key(), Figures.NONE)))
                .toList();
        return level(judgement.urls(), items, failing.size());
    }

    Verdict.Level<Verdict.FailingGateway> gateways(Judgement judgement, Choice tested) {
        List<Judgement.Group<Long>> failing = judgement.failing(judgement.gateways());
        List<Judgement.Group<Long>> worst = worst(failing);
        List<Long> ids = worst.stream().map(Judgement.Group::key).toList();
        Map<Long, GatewayName> called = names.gateways(ids);
        Map<String, Figures> of = figures(GATEWAY, tested.copy().among(GATEWAY, ids), worst);
        List<Verdict.FailingGateway> items = worst.stream()
                .map(group -> new Verdict.FailingGateway(
                        Objects.requireNonNull(called.get(group.key())),
                        group.judged(),
                        group.failing(),
                        of.getOrDefault(group.key().toString(), Figures.NONE)))
                .toList();
        return level(judgement.gateways(), items, failing.size());
    }

    Verdict.Level<Verdict.FailingPair> pairs(Judgement judgement, Choice tested) {
        List<TestedPair> failing = judgement.unexplained();
        List<TestedPair> worst = worst(failing);
        List<Long> gateways = worst.stream().map(TestedPair::gatewayId).toList();
        List<Long> urls = worst.stream().map(pair -> pair.url().urlId()).toList();
        Map<Long, GatewayName> called = names.gateways(gateways);
        Map<Long, String> texts = names.urls(urls);
        Map<String, Figures> of =
                figures(PAIR, tested.copy().among(GATEWAY, gateways).among(UrlKeys.ID, urls), worst);
        List<Verdict.FailingPair> items = worst.stream()
                .map(pair -> new Verdict.FailingPair(
                        Objects.requireNonNull(called.get(pair.gatewayId())),
                        Objects.requireNonNull(texts.get(pair.url().urlId())),
                        pair.url().protocol(),
                        of.getOrDefault(pair.gatewayId() + " " + pair.url().key(), Figures.NONE)))
                .toList();
        Judgement.Group<String> all = judgement.all();
        long tooFew = judgement.pairs().size() - all.judged();
        return new Verdict.Level<>(all.judged(), all.failing(), tooFew, items, failing.size() - items.size());
    }

    private static <T> List<T> worst(List<T> failing) {
        return failing.subList(0, Math.min(MOST, failing.size()));
    }

    /** Nothing is read for nobody, which is nearly always. */
    private Map<String, Figures> figures(String key, Choice tested, List<?> whose) {
        return whose.isEmpty() ? Map.of() : figures(key, tested);
    }

    private Map<String, Figures> figures(String key, Choice tested) {
        return figures.by(key, (row, number) -> row.getString("key"), tested);
    }

    private static <K, T> Verdict.Level<T> level(List<Judgement.Group<K>> groups, List<T> items, int failing) {
        long judged = groups.stream().filter(Judgement.Group::enough).count();
        long fail = groups.stream().filter(Judgement.Group::fails).count();
        return new Verdict.Level<>(judged, fail, groups.size() - judged, items, failing - items.size());
    }
}
