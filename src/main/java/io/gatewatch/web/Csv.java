package io.gatewatch.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes rows of a table as RFC 4180 says; a text that a spreadsheet would take for a formula starts with a quote. */
final class Csv {

    static final String TYPE = "text/csv";
    static final int MOST = 100_000;

    private final Writer out;

    Csv(Writer out) {
        this.out = out;
    }

    /** Begins to answer with a table; not by the response's own writer, which says nothing when the reader has gone. */
    static Csv answer(HttpServletResponse response) throws IOException {
        response.setContentType(TYPE + ";charset=UTF-8");
        return new Csv(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
    }

    void row(List<? extends @Nullable Object> cells) throws IOException {
        out.write(cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n")));
    }

    void end() throws IOException {
        out.flush();
    }

    private static String cell(@Nullable Object value) {
        String text = harmless(Objects.toString(value, ""));
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private static String harmless(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
