package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * What is complete since when; what lies before may have been dropped.
 *
 * @param rowsSince tests and responses, by the time that they were observed
 * @param hoursSince hourly figures
 * @param days all that were added up and are kept, days without a test included
 */
record Watermark(Instant rowsSince, Instant hoursSince, Interval days) {

    static final String SELECT = "select rows_since, hours_since, days_since, days_until from watermark";

    static Watermark of(ResultSet row) throws SQLException {
        return new Watermark(
                instant(row, "rows_since"),
                instant(row, "hours_since"),
                new Interval(instant(row, "days_since"), instant(row, "days_until")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
