package io.gatewatch.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {

    private static final int MEGABYTE = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "\\u0000, \\uFFFD",
        "\\ud83d, \\uFFFD",
        "\\uDE00, \\uFFFD",
        "\\ud83d\\ud83d\\ude00, \\uFFFD\\ud83d\\ude00",
        "\\ude00\\ud83d, \\uFFFD\\uFFFD",
        "\\ud83dx\\ude00, \\uFFFDx\\uFFFD",
        "\\\\\\u0000, \\\\\\uFFFD"
    })
    void replacesEscapesThatNoTextCanHold(String sent, String kept) {
        assertThat(CleanText.of(sent)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\ud83d\\ude00", "\\\\u0000", "\\\\ud83d", "\\u00e9", "\uD83D\uDE00", "\\", "\\u", "\\u00", ""})
    void leavesAllElseAsItIs(String text) {
        assertThat(CleanText.of(text)).isEqualTo(text);
    }

    @Test
    void replacesRawNulAndRawHalves() {
        assertThat(CleanText.of("a\0b\uD83Dc\uDE00d\uD83D\uDE00\uD83D"))
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uD83D\uDE00\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\", "\\\\", "\0", "\\ud83d", "\\ud83d\\ude00", "\uD83D\uDE00", "\\u", "a"})
    void cleansAMegabyteOfAnythingInNoTime(String piece) {
        String text = piece.repeat(MEGABYTE / piece.length());
        assertTimeout(Duration.ofSeconds(2), () -> CleanText.of(text));
    }

    @Test
    void cutsBetweenCharacters() {
        assertThat(CleanText.beginning("ab\uD83D\uDE00", 3)).isEqualTo("ab");
        assertThat(CleanText.beginning("ab\uD83D\uDE00", 4)).isEqualTo("ab\uD83D\uDE00");
    }

    @Test
    void cutsToBytesBetweenCharacters() {
        String text = "a" + "\u20AC".repeat(10);
        String cut = CleanText.firstBytes(text, 9);
        assertThat(cut).isEqualTo("a\u20AC\u20AC");
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSize(7);
        assertThat(CleanText.firstBytes(text, 31)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "1", "/", "\t", "9 "})
    void aMegabyteIsNoRateAndNoCodeInNoTime(String piece) {
        String text = piece.repeat(MEGABYTE) + "x";
        assertTimeout(Duration.ofSeconds(2), () -> {
            DownloadRate.bytesPerSecond(text);
            ResponseCode.of(text);
        });
    }
}
