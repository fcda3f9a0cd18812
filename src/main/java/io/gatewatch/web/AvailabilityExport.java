package io.gatewatch.web;

import io.gatewatch.results.Availability;
import io.gatewatch.results.AvailabilityQuestion;
import io.gatewatch.results.AvailabilityReports;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** A whole report as a table; read a part at a time, so that no connection waits for a slow reader. */
final class AvailabilityExport {

    private static final int PART = 5000;

    private final AvailabilityReports reports;
    private final AvailabilityQuestion question;

    AvailabilityExport(AvailabilityReports reports, AvailabilityQuestion question) {
        this.reports = reports;
        this.question = question;
    }

    /** The first part is read before anything is written: what fails until then is answered like any other call. */
    void write(HttpServletResponse response) throws IOException {
        List<Availability.Ranked> part = reports.page(question, PART);
        Csv csv = Csv.answer(response);
        CsvTable<Availability> table = CsvTable.availability(question);
        table.header(csv);
        table.rows(csv, rows(part));
        while (part.size() == PART) {
            part = after(part.get(PART - 1));
            table.rows(csv, rows(part));
        }
        csv.end();
    }

    private static List<Availability> rows(List<Availability.Ranked> part) {
        return part.stream().map(Availability.Ranked::row).toList();
    }

    private List<Availability.Ranked> after(Availability.Ranked last) throws IOException {
        try {
            return reports.page(question.after(last.position()), PART);
        } catch (RuntimeException e) {
            throw new IOException("A report ends early, because the rest of it could not be read", e);
        }
    }
}
