package io.gatewatch.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table of results in {@code docs/reliability.md}, as this run makes it: {@code target/reliability.md}. */
final class ReliabilityTable {

    private static final Path FILE = Path.of("target", "reliability.md");
    private static final List<String> LINES = new ArrayList<>();

    private ReliabilityTable() {}

    /** A line of the table. */
    record Line(String mode, int tasks, long lost, long storedTwice, String difference, String times, double seconds) {

        private String text() {
            return "| %s | %d | %d | %d | %s | %s | %.1f |"
                    .formatted(
                            mode,
                            tasks,
                            lost,
                            storedTwice,
                            difference.isEmpty() ? "equal" : difference,
                            times,
                            seconds);
        }
    }

    static synchronized void add(Line line) throws IOException {
        if (LINES.isEmpty()) {
            LINES.add("| Mode | Tasks | Lost | Stored twice | Figures and totals | What happened | Seconds |");
            LINES.add("|---|---|---|---|---|---|---|");
        }
        LINES.add(line.text());
        System.out.println(line.text());
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, LINES);
    }
}
