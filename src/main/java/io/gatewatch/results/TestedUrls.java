package io.gatewatch.results;

import io.gatewatch.results.FiguresQuestion.Detail;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The door to what was tested: every url of a window with its figures over all gateways, also of retired ones. */
@Component
public class TestedUrls {

    private static final Comparator<Place> ORDER = Comparator.comparing(
                    (Place place) -> place.text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
            .thenComparing(place -> place.position.protocol());

    private final Names names;
    private final KnownGateways gateways;
    private final TargetFigures figures;
    private final Reading reading;

    TestedUrls(Names names, KnownGateways gateways, TargetFigures figures, Reading reading) {
        this.names = names;
        this.gateways = gateways;
        this.figures = figures;
        this.reading = reading;
    }

    private record Place(String text, TestedUrl.Position position) {}

    /** A url's sums, and whose they are. */
    private record Tested(Set<Long> gateways, Sums sums) {}

    /** At most {@code limit} urls, in the order of their texts. */
    public List<TestedUrl.Ranked> page(TestedUrl.Question question, int limit) {
        return reading.of(() -> read(question, limit));
    }

    private List<TestedUrl.Ranked> read(TestedUrl.Question question, int limit) {
        Map<TestedUrl.Position, Tested> tested = tested(question);
        Set<TestedUrl.Position> all = new HashSet<>(tested.keySet());
        Stream.ofNullable(question.after()).forEach(all::add);
        Map<Long, String> texts = names.urls(
                all.stream().map(TestedUrl.Position::urlId).distinct().toList());
        Place after = question.after() == null ? null : place(question.after(), texts);
        return tested.keySet().stream()
                .map(position -> place(position, texts))
                .filter(place -> after == null || ORDER.compare(place, after) > 0)
                .sorted(ORDER)
                .limit(limit)
                .map(place -> ranked(place, Objects.requireNonNull(tested.get(place.position))))
                .toList();
    }

    private Map<TestedUrl.Position, Tested> tested(TestedUrl.Question question) {
        Map<TestedUrl.Position, Tested> tested = new HashMap<>();
        figures.of(FiguresQuestion.window(gateways.ids(), question.from(), question.to(), Detail.URLS))
                .forEach((slice, sums) -> {
                    Tested url = tested.computeIfAbsent(
                            Objects.requireNonNull(slice.url()), position -> new Tested(new HashSet<>(), new Sums()));
                    url.gateways.add(slice.gatewayId());
                    url.sums.add(sums);
                });
        return tested;
    }

    /** A cursor of ours names a url that is there. */
    private static Place place(TestedUrl.Position position, Map<Long, String> texts) {
        return new Place(texts.getOrDefault(position.urlId(), ""), position);
    }

    private static TestedUrl.Ranked ranked(Place place, Tested tested) {
        TestedUrl url =
                new TestedUrl(place.text, place.position.protocol(), tested.gateways.size(), tested.sums.figures());
        return new TestedUrl.Ranked(url, place.position);
    }
}
