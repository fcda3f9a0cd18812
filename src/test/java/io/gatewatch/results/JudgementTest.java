package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The definitions of docs/verdicts.md, one by one. */
class JudgementTest {

    private static final int UNKNOWN = 0;

    private static TestedPair pair(long gateway, long url, long tests, long failed) {
        return new TestedPair(gateway, new TestedUrl.Position(url, Protocol.HTTP), tests, failed);
    }

    private static TestedPair good(long gateway, long url) {
        return pair(gateway, url, 6, 0);
    }

    private static TestedPair bad(long gateway, long url) {
        return pair(gateway, url, 6, 6);
    }

    /** So many gateways that test so many urls, and all is well. */
    private static List<TestedPair> world(int gateways, int urls) {
        return IntStream.range(0, gateways * urls)
                .mapToObj(i -> good(1 + i / urls, 1 + i % urls))
                .collect(ArrayList::new, List::add, List::addAll);
    }

    private static List<TestedPair> breaking(List<TestedPair> pairs, TestedPair... broken) {
        for (TestedPair bad : broken) {
            pairs.removeIf(
                    pair -> pair.gatewayId() == bad.gatewayId() && pair.url().equals(bad.url()));
            pairs.add(bad);
        }
        return pairs;
    }

    private static List<Long> failingGateways(Judgement judgement) {
        return judgement.failing(judgement.gateways()).stream()
                .map(Judgement.Group::key)
                .toList();
    }

    private static List<Long> failingUrls(Judgement judgement) {
        return judgement.failing(judgement.urls()).stream()
                .map(group -> group.key().urlId())
                .toList();
    }

    @Test
    void aPairIsJudgedByThreeTestsAndFailsWithHalfOfThem() {
        assertThat(pair(1, 1, 2, 2).judged()).isFalse();
        assertThat(pair(1, 1, 2, 2).fails()).isFalse();
        assertThat(pair(1, 1, 3, 1).fails()).isFalse();
        assertThat(pair(1, 1, 3, 2).fails()).isTrue();
        assertThat(pair(1, 1, 4, 2).fails()).isTrue();
    }

    @Test
    void whenAllIsWellNothingIsListed() {
        Judgement judgement = Judgement.of(world(4, 3));
        assertThat(judgement.conclusion()).isEqualTo(Verdict.Conclusion.NONE_FAILS);
        assertThat(judgement.unexplained()).isEmpty();
        assertThat(failingUrls(judgement)).isEmpty();
        assertThat(failingGateways(judgement)).isEmpty();
    }

    @Test
    void withoutAJudgedPairNothingIsSaid() {
        assertThat(Judgement.of(List.of()).conclusion()).isEqualTo(Verdict.Conclusion.TOO_FEW_TESTS);
        assertThat(Judgement.of(List.of(pair(1, 1, 2, 2))).conclusion()).isEqualTo(Verdict.Conclusion.TOO_FEW_TESTS);
    }

    @Test
    void aUrlFailsEverywhereFromFourGatewaysInFiveOn() {
        Judgement three = Judgement.of(breaking(world(5, 3), bad(1, 1), bad(2, 1), bad(3, 1)));
        assertThat(failingUrls(three)).isEmpty();
        assertThat(three.unexplained()).hasSize(3);
        Judgement four = Judgement.of(breaking(world(5, 3), bad(1, 1), bad(2, 1), bad(3, 1), bad(4, 1)));
        assertThat(failingUrls(four)).containsExactly(1L);
        assertThat(four.unexplained()).isEmpty();
        assertThat(four.conclusion()).isEqualTo(Verdict.Conclusion.SOME_FAIL);
    }

    @Test
    void httpAndHttpsOfOneUrlAreJudgedApart() {
        List<TestedPair> pairs = breaking(world(3, 1), bad(1, 1), bad(2, 1), bad(3, 1));
        IntStream.rangeClosed(1, 3)
                .forEach(
                        gateway -> pairs.add(new TestedPair(gateway, new TestedUrl.Position(1, Protocol.HTTPS), 6, 0)));
        assertThat(Judgement.of(pairs).failing(Judgement.of(pairs).urls()))
                .extracting(group -> group.key().protocol())
                .containsExactly(Protocol.HTTP);
    }

    @Test
    void aGatewayFailsEverythingWhenAllItsUrlsDo() {
        Judgement judgement = Judgement.of(breaking(world(5, 2), bad(2, 1), bad(2, 2)));
        assertThat(failingGateways(judgement)).containsExactly(2L);
        assertThat(judgement.unexplained()).isEmpty();
    }

    @Test
    void oneUrlIsTooFewToJudgeAGatewayAndOneGatewayToJudgeAUrl() {
        Judgement judgement = Judgement.of(breaking(world(4, 2), bad(9, 8)));
        assertThat(failingGateways(judgement)).isEmpty();
        assertThat(failingUrls(judgement)).isEmpty();
        assertThat(judgement.unexplained()).containsExactly(bad(9, 8));
        assertThat(judgement.urls())
                .filteredOn(group -> group.key().urlId() == 8)
                .extracting(Judgement.Group::standing)
                .containsExactly(Verdict.Standing.TOO_FEW_TESTS);
    }

    @Test
    void pairsWithTooFewTestsCountForNobody() {
        Judgement judgement =
                Judgement.of(List.of(bad(1, 1), bad(2, 1), pair(3, 1, 2, 0), good(1, 2), good(2, 2), good(3, 2)));
        assertThat(failingUrls(judgement)).containsExactly(1L);
        assertThat(judgement.all().judged()).isEqualTo(5);
    }

    @Test
    void whenAllFailsNothingElseIsListed() {
        Judgement judgement = Judgement.of(breaking(
                world(2, 5),
                world(2, 5).stream()
                        .filter(pair -> pair.url().urlId() < 5)
                        .map(pair -> bad(pair.gatewayId(), pair.url().urlId()))
                        .toArray(TestedPair[]::new)));
        assertThat(judgement.all().failing()).isEqualTo(8);
        assertThat(judgement.conclusion()).isEqualTo(Verdict.Conclusion.ALL_FAILS);
        assertThat(failingUrls(judgement)).isEmpty();
        assertThat(failingGateways(judgement)).isEmpty();
        assertThat(judgement.unexplained()).isEmpty();
    }

    @Test
    void oneUrlThatEverybodyTestsIsAUrlAndNotTheWorld() {
        Judgement judgement = Judgement.of(List.of(bad(1, 1), bad(2, 1), bad(3, 1)));
        assertThat(judgement.all().standing()).isEqualTo(Verdict.Standing.TOO_FEW_TESTS);
        assertThat(failingUrls(judgement)).containsExactly(1L);
    }

    @Test
    void theUnknownIsNoUrlThatFailsEverywhere() {
        Judgement judgement = Judgement.of(breaking(world(5, 3), bad(1, UNKNOWN), bad(2, UNKNOWN), bad(3, UNKNOWN)));
        assertThat(failingUrls(judgement)).isEmpty();
        assertThat(judgement.unexplained()).hasSize(3);
    }

    @Test
    void aGatewayThatSaysNothingButTheUnknownFailsEverything() {
        assertThat(failingGateways(Judgement.of(breaking(world(5, 2), bad(9, UNKNOWN)))))
                .containsExactly(9L);
        Judgement everybody = Judgement.of(List.of(bad(1, UNKNOWN), bad(2, UNKNOWN)));
        assertThat(everybody.conclusion()).isEqualTo(Verdict.Conclusion.ALL_FAILS);
    }

    @Test
    void theWorstComeFirst() {
        Judgement judgement = Judgement.of(
                breaking(world(9, 3), pair(1, 1, 6, 3), pair(2, 2, 3, 3), pair(3, 3, 9, 9), pair(4, 1, 6, 4)));
        assertThat(judgement.unexplained()).extracting(TestedPair::gatewayId).containsExactly(3L, 2L, 4L, 1L);
    }
}
