package io.gatewatch.central;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.HttpTestResult;
import io.gatewatch.results.ResponseSample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The documents under {@code src/test/resources/wire} as they are understood. */
final class Wire {

    private Wire() {}

    /** The file as it is; without the whole application that stands behind other tests' documents. */
    static String text(String file) {
        try (InputStream in = Wire.class.getResourceAsStream("/wire/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Answer answer(String name) {
        return WireDocument.read(text(name + ".json"), Duration.ZERO);
    }

    static HttpTestResult finished(String name) {
        Answer answer = answer(name);
        assertThat(answer).isInstanceOf(Answer.Finished.class);
        return ((Answer.Finished) answer).result();
    }

    static HttpTestResult.Output output(String name) {
        HttpTestResult.Output output = finished(name).output();
        assertThat(output).isNotNull();
        return output;
    }

    static List<ResponseSample> rows(String name) {
        return finished(name).responses();
    }

    static Answer.StillRunning running(String name) {
        Answer answer = answer(name);
        assertThat(answer).isInstanceOf(Answer.StillRunning.class);
        return (Answer.StillRunning) answer;
    }
}
