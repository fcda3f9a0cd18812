package io.gatewatch.results;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Sets the parameters of a statement one after the other, so that no one counts question marks. */
public final class Binder {

    private final PreparedStatement statement;
    private int position;

    public Binder(PreparedStatement statement) {
        this.statement = statement;
    }

    public Binder value(@Nullable String value) throws SQLException {
        statement.setString(++position, value);
        return this;
    }

    public Binder value(@Nullable Integer value) throws SQLException {
        statement.setObject(++position, value, Types.INTEGER);
        return this;
    }

    public Binder value(@Nullable Double value) throws SQLException {
        statement.setObject(++position, value, Types.DOUBLE);
        return this;
    }

    public Binder value(@Nullable Long value) throws SQLException {
        statement.setObject(++position, value, Types.BIGINT);
        return this;
    }

    /** Cut to microseconds, because PostgreSQL would round up. */
    public Binder value(@Nullable Instant value) throws SQLException {
        OffsetDateTime cut =
                value == null ? null : value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        statement.setObject(++position, cut, Types.TIMESTAMP_WITH_TIMEZONE);
        return this;
    }

    public Binder value(byte @Nullable [] value) throws SQLException {
        statement.setBytes(++position, value);
        return this;
    }

    public Binder array(String type, Object[] values) throws SQLException {
        statement.setArray(++position, statement.getConnection().createArrayOf(type, values));
        return this;
    }
}
