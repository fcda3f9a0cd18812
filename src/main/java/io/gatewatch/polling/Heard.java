package io.gatewatch.polling;

import io.gatewatch.central.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an answer lets a task say of itself; null leaves what it said before, but for the last error.
 *
 * @param document Central's words, for those who ask for them: of a pending or a rejected task
 */
record Heard(
        @Nullable Integer progressPercent,
        @Nullable String lastStatus,
        @Nullable String lastError,
        @Nullable Instant startedAt,
        @Nullable String document,
        @Nullable String unreadableBody) {

    private static final int KEPT_BYTES = 64 * 1024;

    static Heard of(Answer answer) {
        if (answer instanceof Answer.StillRunning running) {
            return new Heard(
                    running.progressPercent(), running.status(), null, running.startedAt(), running.document(), null);
        }
        if (answer instanceof Answer.Finished finished) {
            return new Heard(
                    100, finished.result().status(), null, finished.result().startedAt(), null, null);
        }
        if (answer instanceof Answer.Rejected rejected) {
            return new Heard(null, null, rejected.message(), null, rejected.body(), null);
        }
        if (answer instanceof Answer.Unreadable unreadable) {
            return new Heard(null, null, unreadable.why(), null, null, beginning(unreadable.text()));
        }
        return error(why(answer));
    }

    /** Never between the two halves of one character. */
    private static String beginning(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= KEPT_BYTES) {
            return text;
        }
        int end = KEPT_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    static Heard error(@Nullable String why) {
        return new Heard(null, null, why, null, null, null);
    }

    private static @Nullable String why(Answer answer) {
        if (answer instanceof Answer.NotFound notFound) {
            return notFound.message();
        }
        if (answer instanceof Answer.Paused paused) {
            return paused.why();
        }
        return answer instanceof Answer.Unavailable unavailable ? unavailable.why() : null;
    }
}
