package io.gatewatch.results;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows as parameters of {@code unnest}: one array a column, so that a statement takes any number of rows and one trip.
 * Columns are bound in the order in which they are named here.
 */
public final class Columns<T> {

    private static final class Column {

        private final String type;
        private final @Nullable Object[] values;

        Column(String type, @Nullable Object[] values) {
            this.type = type;
            this.values = values;
        }
    }

    private final List<T> rows;
    private final List<Column> columns = new ArrayList<>();

    private Columns(List<T> rows) {
        this.rows = rows;
    }

    public static <T> Columns<T> of(List<T> rows) {
        return new Columns<>(rows);
    }

    public Columns<T> texts(Function<T, @Nullable String> value) {
        return column("text", value);
    }

    public Columns<T> integers(Function<T, @Nullable Integer> value) {
        return column("integer", value);
    }

    public Columns<T> longs(Function<T, @Nullable Long> value) {
        return column("bigint", value);
    }

    public Columns<T> doubles(Function<T, @Nullable Double> value) {
        return column("float8", value);
    }

    public Columns<T> flags(Function<T, Boolean> value) {
        return column("boolean", value);
    }

    /** Cut to microseconds, because PostgreSQL would round up. */
    public Columns<T> instants(Function<T, @Nullable Instant> value) {
        return column("timestamptz", row -> {
            Instant instant = value.apply(row);
            return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
        });
    }

    public Columns<T> bytes(Function<T, byte @Nullable []> value) {
        columns.add(new Column("bytea", rows.stream().map(value).toArray(byte[][]::new)));
        return this;
    }

    /** An array of each row's own length: a text to be cast, because unnest would take them all apart. */
    public Columns<T> lists(Function<T, ? extends Iterable<?>> value) {
        return column("text", row -> {
            List<String> elements = new ArrayList<>();
            value.apply(row).forEach(element -> elements.add(String.valueOf(element)));
            return "{" + String.join(",", elements) + "}";
        });
    }

    private Columns<T> column(String type, Function<T, ?> value) {
        String[] values = new String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            Object element = value.apply(rows.get(i));
            values[i] = element == null ? null : element.toString();
        }
        columns.add(new Column(type, values));
        return this;
    }

    /** Sets the first parameters of the statement, one a column; those after them are the caller's. */
    public Binder bind(PreparedStatement statement) throws SQLException {
        return bind(new Binder(statement));
    }

    /** The same after what was set already. */
    Binder bind(Binder binder) throws SQLException {
        for (Column column : columns) {
            binder.array(column.type, column.values);
        }
        return binder;
    }
}
