package io.gatewatch.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes rows of a table as RFC 4180 says; a text that a spreadsheet would take for a formula starts with a quote. */
final class Csv {

    static final String TYPE = "text/csv";
    static final int MOST = 100_000;

    private final Appendable out;

    Csv(Appendable out) {
        this.out = out;
    }

    /** Begins to answer with a table. */
    static Csv answer(HttpServletResponse response) throws IOException {
        response.setContentType(TYPE + ";charset=UTF-8");
        return new Csv(response.getWriter());
    }

    void row(List<? extends @Nullable Object> cells) throws IOException {
        out.append(cells.stream().map(Csv::cell).collect(Collectors.joining(",")))
                .append("\r\n");
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
