package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door to what was tested: every url of a window with its figures over all gateways, also of retired ones. */
@Component
public class TestedUrls {

    private static final String PAGE = """
            select u.text, t.url_id, t.protocol, count(*) as gateways
            from (select distinct %s as url_id, t.protocol, t.gateway_id from http_test t where %s) t
                 join url u on u.id = t.url_id
            where :after::bigint is null or (u.text collate "C", t.protocol collate "C")
                > ((select text collate "C" from url where id = :after), :protocol)
            group by u.text collate "C", u.text, t.url_id, t.protocol collate "C", t.protocol
            order by u.text collate "C", t.protocol collate "C" limit :limit
            """;

    private final JdbcClient jdbc;
    private final RawFigures figures;
    private final UrlKeys urlKeys;
    private final Reading reading;

    TestedUrls(JdbcClient jdbc, RawFigures figures, UrlKeys urlKeys, Reading reading) {
        this.jdbc = jdbc;
        this.figures = figures;
        this.urlKeys = urlKeys;
        this.reading = reading;
    }

    private record Place(String text, long gateways, TestedUrl.Position position) {}

    /** At most {@code limit} urls, in the order of their texts. */
    public List<TestedUrl.Ranked> page(TestedUrl.Question question, int limit) {
        return reading.of(() -> read(question, limit));
    }

    private List<TestedUrl.Ranked> read(TestedUrl.Question question, int limit) {
        Choice tested = urlKeys.in(Choice.window(question.from(), question.to()));
        List<Place> places = places(question, limit, tested);
        Choice listed = tested.copy()
                .among(
                        UrlKeys.ID,
                        places.stream().map(place -> place.position.urlId()).toList());
        Map<TestedUrl.Position, Figures> byUrl = figures.by(
                TestedUrl.Position.KEY, (row, number) -> TestedUrl.Position.of(row.getString("key")), listed);
        return places.stream()
                .map(place -> ranked(place, byUrl.getOrDefault(place.position, Figures.NONE)))
                .toList();
    }

    private List<Place> places(TestedUrl.Question question, int limit, Choice tested) {
        TestedUrl.Position after = question.after();
        return jdbc.sql(PAGE.formatted(UrlKeys.ID, tested.sql()))
                .params(tested.params())
                .param("after", after == null ? null : after.urlId())
                .param("protocol", after == null ? "" : after.protocol().text())
                .param("limit", limit)
                .query((row, number) -> place(row))
                .list();
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                row.getString("text"),
                row.getLong("gateways"),
                new TestedUrl.Position(row.getLong("url_id"), protocol(row.getString("protocol"))));
    }

    private static Protocol protocol(String text) {
        return Protocol.of(text).orElseThrow();
    }

    private static TestedUrl.Ranked ranked(Place place, Figures figures) {
        TestedUrl tested = new TestedUrl(place.text, place.position.protocol(), place.gateways, figures);
        return new TestedUrl.Ranked(tested, place.position);
    }
}
