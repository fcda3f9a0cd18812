package io.gatewatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparingTest {

    private int readings;

    @ParameterizedTest
    @CsvSource({"0, 60", "19999, 60", "20000, 30", "100000, 10", "1000000, 4"})
    void isReadTheMoreSeldomTheMoreThereIs(long size, int expected) {
        Sparing<Long> sparing = new Sparing<>(
                () -> {
                    readings++;
                    return size;
                },
                Long::longValue);
        IntStream.range(0, 60).forEach(turn -> sparing.next());
        assertThat(readings).isEqualTo(expected);
    }
}
