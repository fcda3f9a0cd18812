package io.gatewatch.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes with status 200 and is no document of a test. */
class UnreadableDocumentTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "output-is-a-list.json",
                "output-is-text.json",
                "status-missing.json",
                "status-is-a-number.json",
                "status-is-null.json",
                "status-is-empty.json",
                "list.json",
                "trailing-garbage.json",
                "two-documents.json",
                "cut.json",
                "page.html"
            })
    void isKeptAsItCame(String name) {
        String text = Wire.text(name);
        assertThat(read(text)).isInstanceOf(Answer.Unreadable.class);
        assertThat(((Answer.Unreadable) read(text)).text()).isEqualTo(text);
    }

    @Test
    void nothingAtAllIsNoDocument() {
        assertThat(read("")).isInstanceOf(Answer.Unreadable.class);
    }

    @Test
    void tenThousandLevelsAreNoDocument() {
        String deep = "{\"status\": \"COMPLETED\", \"output\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        assertThat(read(deep)).isInstanceOf(Answer.Unreadable.class);
    }

    @Test
    void aNumberOfAHundredKilobytesIsNoDocument() {
        String number = "{\"status\": \"RUNNING\", \"progressPercent\": " + "9".repeat(100_000) + "}";
        assertThat(read(number)).isInstanceOf(Answer.Unreadable.class);
    }

    private static Answer read(String text) {
        return WireDocument.read(text, Duration.ZERO);
    }
}
