package io.gatewatch.results;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door to reports on availability: every gateway and url that was tested in a range, retired gateways included. */
@Component
public class AvailabilityReports {

    private static final String TESTED = """
            from target_totals p join gateway g on g.id = p.gateway_id join url u on u.id = p.url_id
            where exists (select from hourly_figures t
                          where t.gateway_id = p.gateway_id and t.url_id = p.url_id and t.protocol = p.protocol
                              and %s)
              and (:serial::text is null or g.serial_number = :serial)
            """;

    private static final String PLACES = """
            select p.gateway_id, p.url_id, p.protocol, g.serial_number, g.name, g.site, u.text
            %s and (:afterSerial::text is null
                   or (g.serial_number collate "C", u.text collate "C", p.url_id, p.protocol collate "C")
                      > (:afterSerial, (select text collate "C" from url where id = :afterUrl), :afterUrl, :afterProtocol))
            order by g.serial_number collate "C", u.text collate "C", p.url_id, p.protocol collate "C" limit :limit
            """;

    private final JdbcClient jdbc;
    private final TargetFigures targets;
    private final Reading reading;

    AvailabilityReports(JdbcClient jdbc, TargetFigures targets, Reading reading) {
        this.jdbc = jdbc;
        this.targets = targets;
        this.reading = reading;
    }

    private record Place(Tally.Target target, GatewayName gateway, String url) {

        AvailabilityQuestion.Position position() {
            return new AvailabilityQuestion.Position(gateway.serialNumber(), target.urlId(), target.protocol());
        }
    }

    /**
     * At most {@code limit} rows, by serial number and url.
     *
     * @throws TooMuchToRead when it took too long, or too many are reading
     */
    public List<Availability.Ranked> page(AvailabilityQuestion question, int limit) {
        return reading.of(() -> read(question, limit));
    }

    private List<Availability.Ranked> read(AvailabilityQuestion question, int limit) {
        List<Place> places = places(question, limit);
        List<Long> gateways = places.stream()
                .map(place -> place.target.gatewayId())
                .distinct()
                .toList();
        FiguresQuestion ofHours = FiguresQuestion.hours(gateways, question.from(), question.to());
        Map<Tally.Target, Sums> sums = Sums.by(Slice::target, targets.ofHours(ofHours));
        return places.stream()
                .map(place -> new Availability.Ranked(
                        row(place, sums.getOrDefault(place.target, new Sums()), question.targetPercent()),
                        place.position()))
                .toList();
    }

    /** How many rows all parts have together. */
    public long count(AvailabilityQuestion question) {
        return reading.of(() -> {
            Choice tested = Choice.within("hour", question.from(), question.to());
            return jdbc.sql("select count(*) " + TESTED.formatted(tested.sql()))
                    .params(tested.params())
                    .param("serial", question.serialNumber())
                    .query(Long.class)
                    .single();
        });
    }

    private List<Place> places(AvailabilityQuestion question, int limit) {
        Choice tested = Choice.within("hour", question.from(), question.to());
        AvailabilityQuestion.Position after = question.after();
        return jdbc.sql(PLACES.formatted(TESTED.formatted(tested.sql())))
                .params(tested.params())
                .param("serial", question.serialNumber())
                .param("afterSerial", after == null ? null : after.serialNumber())
                .param("afterUrl", after == null ? null : after.urlId())
                .param("afterProtocol", after == null ? null : after.protocol().text())
                .param("limit", limit)
                .query((row, number) -> new Place(
                        Tally.Target.of(row),
                        new GatewayName(row.getString("serial_number"), row.getString("name"), row.getString("site")),
                        row.getString("text")))
                .list();
    }

    /** A target may have hours and yet no sums, while a release that knows no days stores late results beside us. */
    private static Availability row(Place place, Sums sums, double targetPercent) {
        Figures figures = sums.figures();
        return new Availability(
                place.gateway,
                place.url,
                place.target.protocol(),
                Availability.Result.of(figures.successRatePercent(), targetPercent),
                sums.testedHours(),
                sums.successfulHours(),
                sums.successfulHours() * 100.0 / Math.max(1, sums.testedHours()),
                sums.worstHour(),
                figures);
    }
}
