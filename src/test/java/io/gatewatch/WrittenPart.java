package io.gatewatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a page that is made from the code: between the lines {@code <!-- name: begin ... -->} and
 * {@code <!-- name: end -->}. Tests hold it against what it is made from, and write it anew when asked.
 */
public record WrittenPart(Path page, String name) {

    /** The property that has it written: {@code mvn test -Dtest='*DocsTest' -Dgatewatch.write=true}. */
    private static final boolean WRITE = Boolean.getBoolean("gatewatch.write");

    public void mustSay(String text) throws IOException {
        String all = Files.readString(page);
        int begin = all.indexOf("-->\n", all.indexOf("<!-- " + name + ": begin")) + 4;
        int end = all.indexOf("<!-- " + name + ": end -->");
        assertThat(begin).as("the part " + name + " of " + page).isBetween(5, end);
        if (WRITE) {
            Files.writeString(page, all.substring(0, begin) + text + all.substring(end));
            return;
        }
        assertThat(all.substring(begin, end))
                .as(page + " is made from the code: mvn test -Dtest='*DocsTest' -Dgatewatch.write=true writes it anew")
                .isEqualTo(text);
    }
}
