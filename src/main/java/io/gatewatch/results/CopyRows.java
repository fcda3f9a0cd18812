package io.gatewatch.results;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows with COPY, which takes half of what inserts do; within the transaction of its connection, as an insert. A
 * row is its values in the order of the columns and an {@link #end()}.
 */
final class CopyRows implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;
    private static final HexFormat HEX = HexFormat.of();

    private final CopyIn copy;
    private final StringBuilder text = new StringBuilder(CHUNK + 4096);
    private boolean begun;

    private CopyRows(CopyIn copy) {
        this.copy = copy;
    }

    static CopyRows into(String table, String columns, Connection connection) throws SQLException {
        return new CopyRows(connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + columns + ") from stdin"));
    }

    CopyRows value(@Nullable Object value) {
        separate();
        text.append(value == null ? "\\N" : value.toString());
        return this;
    }

    CopyRows value(@Nullable String value) {
        separate();
        if (value == null) {
            text.append("\\N");
        } else {
            escape(value);
        }
        return this;
    }

    /** Cut to microseconds, because PostgreSQL would round up. */
    CopyRows value(@Nullable Instant value) {
        return value((Object) (value == null ? null : value.truncatedTo(ChronoUnit.MICROS)));
    }

    CopyRows value(byte[] value) {
        separate();
        text.append("\\\\x");
        HEX.formatHex(text, value);
        return this;
    }

    void end() throws SQLException {
        text.append('\n');
        begun = false;
        if (text.length() >= CHUNK) {
            send();
        }
    }

    /** All rows are there; only now it is known whether the database takes them. */
    void finish() throws SQLException {
        send();
        copy.endCopy();
    }

    /** Gives up what was not finished; the transaction cannot go on then. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void send() throws SQLException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        text.setLength(0);
    }

    private void separate() {
        if (begun) {
            text.append('\t');
        }
        begun = true;
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }
}
