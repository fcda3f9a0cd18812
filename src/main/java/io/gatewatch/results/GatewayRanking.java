package io.gatewatch.results;

import io.gatewatch.results.FiguresQuestion.Detail;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gateways with their figures, in the order that was asked for. Where figures make the order, those that make it are read
 * of all gateways; the others only of those on the page, from the same rows and hours.
 */
@Component
class GatewayRanking {

    private static final Comparator<GatewaysQuestion.Position> ORDER = Comparator.comparingDouble(
                    GatewaysQuestion.Position::rank)
            .thenComparing(GatewaysQuestion.Position::serialNumber);

    /** More decimals than anybody sees, fewer than the order of adding up can change. */
    private static final double PRECISION = 1e9;

    private final KnownGateways gateways;
    private final TargetFigures targets;

    GatewayRanking(KnownGateways gateways, TargetFigures targets) {
        this.gateways = gateways;
        this.targets = targets;
    }

    List<Gateway.Ranked> page(GatewaysQuestion question, int limit) {
        return switch (question.sort()) {
            case SERIAL_NUMBER, LAST_TEST -> withFigures(gateways.page(question, limit), question);
            case SUCCESS_RATE, LATENCY -> byFigures(question, limit);
        };
    }

    private List<Gateway.Ranked> withFigures(List<KnownGateways.Place> places, GatewaysQuestion question) {
        return ranked(places, byGateway(targets.of(window(ids(places), question, Detail.GATEWAYS))));
    }

    private List<Gateway.Ranked> byFigures(GatewaysQuestion question, int limit) {
        Map<Long, String> listed = gateways.listed();
        Detail needed = question.sort() == GatewaysQuestion.Sort.LATENCY ? Detail.LATENCIES : Detail.TESTS;
        TargetFigures.Read read = targets.read(window(List.copyOf(listed.keySet()), question, needed));
        Map<Long, Figures> figures = byGateway(read.sums());
        List<KnownGateways.Place> places = listed.entrySet().stream()
                .map(entry -> place(entry, rank(question.sort(), figures.get(entry.getKey()))))
                .filter(place -> question.after() == null || ORDER.compare(place.position(), question.after()) > 0)
                .sorted(Comparator.comparing(KnownGateways.Place::position, ORDER))
                .limit(limit)
                .toList();
        return ranked(places, byGateway(targets.more(read, Detail.GATEWAYS, ids(places))));
    }

    private static FiguresQuestion window(List<Long> ids, GatewaysQuestion question, Detail detail) {
        return FiguresQuestion.window(ids, question.from(), question.to(), detail);
    }

    private static List<Long> ids(List<KnownGateways.Place> places) {
        return places.stream().map(KnownGateways.Place::id).toList();
    }

    private static Map<Long, Figures> byGateway(Map<Slice, Sums> slices) {
        Map<Long, Figures> figures = new HashMap<>();
        slices.forEach((slice, sums) -> figures.put(slice.gatewayId(), sums.figures()));
        return figures;
    }

    private List<Gateway.Ranked> ranked(List<KnownGateways.Place> places, Map<Long, Figures> figures) {
        Map<Long, Gateway> byId =
                gateways.byId(places.stream().map(KnownGateways.Place::id).toList());
        return places.stream()
                .map(place -> new Gateway.Ranked(
                        Objects.requireNonNull(byId.get(place.id())),
                        figures.getOrDefault(place.id(), Figures.NONE),
                        place.position()))
                .toList();
    }

    private static KnownGateways.Place place(Map.Entry<Long, String> listed, double rank) {
        return new KnownGateways.Place(listed.getKey(), new GatewaysQuestion.Position(rank, listed.getValue()));
    }

    /** Smallest first; whoever has no figure comes last. */
    private static double rank(GatewaysQuestion.Sort sort, @Nullable Figures figures) {
        Figures of = figures == null ? Figures.NONE : figures;
        Double slowest = of.latencyMilliseconds().p95();
        Double rank = sort == GatewaysQuestion.Sort.LATENCY
                ? (slowest == null ? null : Double.valueOf(-slowest))
                : of.successRatePercent();
        return rank == null ? Double.POSITIVE_INFINITY : Math.rint(rank * PRECISION) / PRECISION;
    }
}
