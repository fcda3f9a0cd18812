package io.gatewatch.results;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One gateway HTTP test as Central reported it when it had ended. What Central did not say is null; nothing here is
 * derived but the counts of {@link Answered}.
 *
 * @param status Central's own word for the end, for example {@code COMPLETED}
 * @param output what was measured, or null where Central sent none
 * @param failReason why Central says it failed; none is null, never blank
 * @param document the whole answer as text, with NUL and lone surrogates replaced by U+FFFD
 */
public record HttpTestResult(
        String status,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Output output,
        @Nullable String failReason,
        @Nullable String rawOutput,
        String document) {

    /**
     * What the gateway measured; latencies in milliseconds.
     *
     * @param responses the rows in the order sent, or null where there was no list of them
     */
    public record Output(
            @Nullable String url,
            @Nullable Double successRatePercent,
            @Nullable Long requestsSent,
            @Nullable Long responsesReceived,
            @Nullable Double minimumLatencyMilliseconds,
            @Nullable Double averageLatencyMilliseconds,
            @Nullable Double maximumLatencyMilliseconds,
            @Nullable List<ResponseSample> responses) {}

    /** How many requests left and how many answers came: the summary's figures, else counted from the rows. */
    public record Answered(@Nullable Long sent, @Nullable Long received) {

        boolean nothing() {
            return received == null || received == 0;
        }

        boolean incomplete() {
            return sent != null && received != null && received < sent;
        }
    }

    public List<ResponseSample> responses() {
        return output == null || output.responses == null ? List.of() : output.responses;
    }

    @Nullable
    Double minimumLatency() {
        return output == null ? null : output.minimumLatencyMilliseconds;
    }

    @Nullable
    Double averageLatency() {
        return output == null ? null : output.averageLatencyMilliseconds;
    }

    @Nullable
    Double maximumLatency() {
        return output == null ? null : output.maximumLatencyMilliseconds;
    }

    public Answered answered() {
        if (output == null) {
            return new Answered(null, null);
        }
        Long rows = output.responses == null ? null : (long) output.responses.size();
        Long sent = output.requestsSent != null || rows == null || rows == 0 ? output.requestsSent : rows;
        return new Answered(sent, output.responsesReceived != null ? output.responsesReceived : rows);
    }

    /** The first that holds: failed, without output or without an answer is a failure; a reason or a gap is partial. */
    public Outcome outcome() {
        if (status.equals("FAILED") || output == null || unanswered()) {
            return Outcome.FAILURE;
        }
        return failReason != null || answered().incomplete() ? Outcome.PARTIAL : Outcome.SUCCESS;
    }

    /** 0 to 100: the document's own rate, else that of its counts, else 0 for a failure, else unknown. */
    public @Nullable Double successRatePercent() {
        if (output != null && output.successRatePercent != null) {
            return output.successRatePercent;
        }
        Answered answered = answered();
        if (answered.sent != null && answered.received != null && answered.sent > 0) {
            return Math.min(100.0, 100.0 * answered.received / answered.sent);
        }
        return outcome() == Outcome.FAILURE ? 0.0 : null;
    }

    /** Without any count, a rate above zero still says that something came. */
    private boolean unanswered() {
        Double rate = output == null ? null : output.successRatePercent;
        boolean ratedAboveZero = rate != null && rate > 0;
        return answered().nothing() && !(answered().received() == null && ratedAboveZero);
    }
}
