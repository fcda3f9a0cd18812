package io.gatewatch.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gatewatch.results.Availability;
import io.gatewatch.results.AvailabilityQuestion;
import io.gatewatch.results.AvailabilityReports;
import io.gatewatch.results.Protocol;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whether what was promised was kept: a page of gateways and urls as JSON, all of them as a table. */
@RestController
class AvailabilityController {

    private static final String PATH = "/api/v1/reports/availability";
    private static final double PROMISED = 99.5;
    private static final Duration USUAL = Duration.ofDays(30);
    private static final Duration LONGEST = Duration.ofDays(366);

    private final AvailabilityReports reports;
    private final Clock clock;

    AvailabilityController(AvailabilityReports reports, Clock clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /**
     * A part of a report.
     *
     * @param from the start of the first hour, inclusive
     * @param to the end of the last hour, exclusive
     * @param approximate always true: percentiles come from hourly figures and may be 5 % off
     */
    record Report(
            Instant from,
            Instant to,
            double targetPercent,
            boolean approximate,
            @JsonUnwrapped Page<Availability> page) {}

    @GetMapping(value = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    Report page(
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String target,
            @RequestParam @Nullable String serialNumber,
            @RequestParam @Nullable String limit,
            @RequestParam @Nullable String cursor) {
        int most = Params.limit(limit);
        AvailabilityQuestion after = Cursor.read(cursor, 6, parts -> question(parts, serialNumber));
        AvailabilityQuestion question = after == null ? question(from, to, target, serialNumber) : after;
        return new Report(
                question.from(),
                question.to(),
                question.targetPercent(),
                true,
                Page.of(
                        reports.page(question, most + 1),
                        most,
                        Availability.Ranked::row,
                        ranked -> cursor(question, ranked.position())));
    }

    @GetMapping(value = PATH, produces = Csv.TYPE)
    void table(
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String target,
            @RequestParam @Nullable String serialNumber,
            HttpServletResponse response)
            throws IOException {
        AvailabilityQuestion question = question(from, to, target, serialNumber);
        long count = reports.count(question);
        if (count > Csv.MOST) {
            throw new InvalidRequest(
                    "serialNumber",
                    "is needed: this gives " + count + " rows, and a table has at most " + Csv.MOST
                            + "; or read pages as JSON");
        }
        new AvailabilityExport(reports, question).write(response);
    }

    /** Thrown on, so that the server closes the connection and nobody takes a part of a table for the whole. */
    @ExceptionHandler
    void cutShort(IOException e) throws IOException {
        throw e;
    }

    private AvailabilityQuestion question(
            @Nullable String fromText, @Nullable String toText, @Nullable String target, @Nullable String serial) {
        Instant from = Params.instant("from", fromText);
        Instant to = Params.instant("to", toText);
        Instant end = to == null ? clock.instant() : to;
        Instant start = from == null ? end.minus(USUAL) : from;
        if (!start.isBefore(end)) {
            throw new InvalidRequest("from", "must be before `to`, which is " + end);
        }
        if (start.isBefore(end.minus(LONGEST))) {
            throw new InvalidRequest("from", "must be at most " + LONGEST.toDays() + " days before `to`");
        }
        double percent = Params.percent("target", target, PROMISED);
        return new AvailabilityQuestion(start, end, percent, Params.serialNumber(serial), null);
    }

    private static String cursor(AvailabilityQuestion question, AvailabilityQuestion.Position position) {
        return Cursor.of(
                question.from(),
                question.to(),
                question.targetPercent(),
                position.serialNumber(),
                position.urlId(),
                position.protocol().text());
    }

    private static AvailabilityQuestion question(List<String> parts, @Nullable String serial) {
        return new AvailabilityQuestion(
                Params.parseInstant(parts.get(0)),
                Params.parseInstant(parts.get(1)),
                Double.parseDouble(parts.get(2)),
                Params.serialNumber(serial),
                new AvailabilityQuestion.Position(
                        parts.get(3),
                        Long.parseLong(parts.get(4)),
                        Protocol.of(parts.get(5)).orElseThrow()));
    }
}
