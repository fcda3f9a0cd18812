package io.gatewatch.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which of the pairs, urls and gateways fail, by counting alone; the definitions are in {@code docs/verdicts.md}. */
record Judgement(
        List<TestedPair> pairs, Group<String> all, List<Group<TestedUrl.Position>> urls, List<Group<Long>> gateways) {

    private static final Comparator<TestedPair> WORST_FIRST = Comparator.comparingDouble(
                    (TestedPair pair) -> -(double) pair.failed() / pair.tests())
            .thenComparing(TestedPair::failed, Comparator.reverseOrder())
            .thenComparing(TestedPair::gatewayId)
            .thenComparing(pair -> pair.url().urlId())
            .thenComparing(pair -> pair.url().protocol());

    /**
     * Pairs that have a url, a gateway or nothing at all in common.
     *
     * @param key what they have in common
     * @param enough whether there are so many judged ones that they tell of more than themselves
     */
    record Group<K>(K key, long judged, long failing, boolean enough) {

        Verdict.Standing standing() {
            if (!enough) {
                return Verdict.Standing.TOO_FEW_TESTS;
            }
            boolean fails = failing * 100 >= judged * Verdict.Thresholds.FIXED.failingPairsPercent();
            return fails ? Verdict.Standing.FAILS : Verdict.Standing.NOT_FAILING;
        }

        boolean fails() {
            return standing() == Verdict.Standing.FAILS;
        }
    }

    static Judgement of(List<TestedPair> pairs) {
        List<TestedPair> known = pairs.stream().filter(pair -> !pair.unknown()).toList();
        return new Judgement(
                pairs,
                group("all", pairs, of -> manyGateways(of) && manyUrls(of)),
                groups(known, TestedPair::url, Judgement::manyGateways),
                groups(pairs, TestedPair::gatewayId, Judgement::manyUrls));
    }

    Verdict.Conclusion conclusion() {
        if (all.fails()) {
            return Verdict.Conclusion.ALL_FAILS;
        }
        if (all.judged == 0) {
            return Verdict.Conclusion.TOO_FEW_TESTS;
        }
        return all.failing > 0 ? Verdict.Conclusion.SOME_FAIL : Verdict.Conclusion.NONE_FAILS;
    }

    /** Those that fail, the worst first, unless all fails. */
    <K> List<Group<K>> failing(List<Group<K>> groups) {
        return all.fails()
                ? List.of()
                : groups.stream()
                        .filter(Group::fails)
                        .sorted(Comparator.comparing((Group<K> group) -> -group.failing))
                        .toList();
    }

    /** The failing pairs that neither their url, nor their gateway, nor the fall of everything explains. */
    List<TestedPair> unexplained() {
        Set<TestedUrl.Position> failingUrls = keys(failing(urls));
        Set<Long> failingGateways = keys(failing(gateways));
        return all.fails()
                ? List.of()
                : pairs.stream()
                        .filter(TestedPair::fails)
                        .filter(pair -> !failingUrls.contains(pair.url()))
                        .filter(pair -> !failingGateways.contains(pair.gatewayId()))
                        .sorted(WORST_FIRST)
                        .toList();
    }

    private static <K> Set<K> keys(List<Group<K>> groups) {
        return groups.stream().map(Group::key).collect(Collectors.toSet());
    }

    private static boolean manyGateways(Collection<TestedPair> judged) {
        return judged.stream().map(TestedPair::gatewayId).distinct().count()
                >= Verdict.Thresholds.FIXED.leastGateways();
    }

    /** The unknown may be any url, so that it is as good as many. */
    private static boolean manyUrls(Collection<TestedPair> judged) {
        return judged.stream().anyMatch(TestedPair::unknown)
                || judged.stream().map(TestedPair::url).distinct().count() >= Verdict.Thresholds.FIXED.leastUrls();
    }

    private static <K> List<Group<K>> groups(
            List<TestedPair> pairs, Function<TestedPair, K> key, Predicate<Collection<TestedPair>> enough) {
        Map<K, List<TestedPair>> byKey = new HashMap<>();
        pairs.forEach(pair ->
                byKey.computeIfAbsent(key.apply(pair), k -> new ArrayList<>()).add(pair));
        return byKey.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue(), enough))
                .toList();
    }

    private static <K> Group<K> group(K key, List<TestedPair> pairs, Predicate<Collection<TestedPair>> enough) {
        List<TestedPair> judged = pairs.stream().filter(TestedPair::judged).toList();
        long failing = judged.stream().filter(TestedPair::fails).count();
        return new Group<>(key, judged.size(), failing, enough.test(judged));
    }
}
