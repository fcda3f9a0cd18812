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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door to what was tested: every url of a window with its figures over all gateways, also of retired ones. */
@Component
public class TestedUrls {

    private static final Comparator<Place> ORDER = Comparator.comparing(
                    (Place place) -> place.text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
            .thenComparing(place -> place.position.protocol());

    private final JdbcClient jdbc;
    private final UrlKeys urlKeys;
    private final KnownGateways gateways;
    private final TargetFigures figures;
    private final Reading reading;

    TestedUrls(JdbcClient jdbc, UrlKeys urlKeys, KnownGateways gateways, TargetFigures figures, Reading reading) {
        this.jdbc = jdbc;
        this.urlKeys = urlKeys;
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
        Map<Long, String> texts = texts(all);
        Place after = question.after() == null ? null : place(question.after(), texts);
        return tested.keySet().stream()
                .map(position -> place(position, texts))
                .filter(place -> after == null || ORDER.compare(place, after) > 0)
                .sorted(ORDER)
                .limit(limit)
                .map(place -> ranked(place, Objects.requireNonNull(tested.get(place.position))))
                .toList();
    }

    /** A url that is literally "unknown" is one with those that nobody said, as its label and filter value are. */
    private Map<TestedUrl.Position, Tested> tested(TestedUrl.Question question) {
        long literal = urlKeys.literallyUnknown();
        Map<TestedUrl.Position, Tested> tested = new HashMap<>();
        figures.of(FiguresQuestion.window(gateways.ids(), question.from(), question.to(), Detail.URLS))
                .forEach((slice, sums) -> {
                    Tested url = tested.computeIfAbsent(
                            Objects.requireNonNull(slice.url()).keyed(literal),
                            position -> new Tested(new HashSet<>(), new Sums()));
                    url.gateways.add(slice.gatewayId());
                    url.sums.add(sums);
                });
        return tested;
    }

    private Map<Long, String> texts(Set<TestedUrl.Position> urls) {
        Map<Long, String> texts = new HashMap<>();
        jdbc.sql("select id, text from url where id = any (?)")
                .param(urls.stream().map(TestedUrl.Position::urlId).distinct().toArray(Long[]::new))
                .query(row -> {
                    texts.put(row.getLong(1), row.getString(2));
                });
        return texts;
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
