package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door to what was tested: every url of a window with its figures over all gateways, also of retired ones. */
@Component
public class TestedUrls {

    /** A url that is literally "unknown" is one with those that nobody said, as its label and filter value are. */
    private static final String URL = "case t.url_id when :literal then 0 else t.url_id end";

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
    private final Reading reading;

    TestedUrls(JdbcClient jdbc, RawFigures figures, Reading reading) {
        this.jdbc = jdbc;
        this.figures = figures;
        this.reading = reading;
    }

    private record Place(String text, long gateways, TestedUrl.Position position) {}

    /** At most {@code limit} urls, in the order of their texts. */
    public List<TestedUrl.Ranked> page(TestedUrl.Question question, int limit) {
        return reading.of(() -> read(question, limit));
    }

    private List<TestedUrl.Ranked> read(TestedUrl.Question question, int limit) {
        long literal = literallyUnknown();
        List<Place> places = places(question, limit, literal);
        Choice listed = Choice.window(question.from(), question.to())
                .with("literal", literal)
                .and(
                        "(" + URL + ") = any (:ids)",
                        "ids",
                        places.stream().map(place -> place.position.urlId()).toArray(Long[]::new));
        Map<TestedUrl.Position, Figures> byUrl =
                figures.by("t.protocol || ' ' || " + URL, (row, number) -> key(row.getString("key")), listed);
        return places.stream()
                .map(place -> ranked(place, byUrl.getOrDefault(place.position, Figures.NONE)))
                .toList();
    }

    private List<Place> places(TestedUrl.Question question, int limit, long literal) {
        TestedUrl.Position after = question.after();
        return jdbc.sql(PAGE.formatted(
                        URL, Choice.window(question.from(), question.to()).sql()))
                .param("from", question.from().atOffset(ZoneOffset.UTC))
                .param("to", question.to().atOffset(ZoneOffset.UTC))
                .param("literal", literal)
                .param("after", after == null ? null : after.urlId())
                .param("protocol", after == null ? "" : after.protocol().text())
                .param("limit", limit)
                .query((row, number) -> place(row))
                .list();
    }

    private long literallyUnknown() {
        return jdbc.sql("select id from url where hash = decode(?, 'hex')")
                .param(Url.of(Url.UNKNOWN.text()).hash())
                .query(Long.class)
                .optional()
                .orElse(-1L);
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                row.getString("text"),
                row.getLong("gateways"),
                new TestedUrl.Position(row.getLong("url_id"), protocol(row.getString("protocol"))));
    }

    private static TestedUrl.Position key(String key) {
        String[] parts = key.split(" ", 2);
        return new TestedUrl.Position(Long.parseLong(parts[1]), protocol(parts[0]));
    }

    private static Protocol protocol(String text) {
        return Protocol.of(text).orElseThrow();
    }

    private static TestedUrl.Ranked ranked(Place place, Figures figures) {
        TestedUrl tested = new TestedUrl(place.text, place.position.protocol(), place.gateways, figures);
        return new TestedUrl.Ranked(tested, place.position);
    }
}
