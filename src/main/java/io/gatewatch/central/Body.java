package io.gatewatch.central;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Mono;

/**
 * What came of the body of an answer, up to the size that is read.
 *
 * @param flaw what makes it less than the whole body; empty when it is whole
 */
record Body(String text, String flaw) {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * Reads no further than the limit and no longer than that; the connection is closed then. What came before a fault is
     * kept, because the status has been said.
     */
    static Mono<Body> of(ClientResponse response, long limit, Duration within) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        return response.bodyToFlux(DataBuffer.class)
                .doOnNext(buffer -> append(buffer, bytes, limit + 1))
                .takeUntil(buffer -> bytes.size() > limit)
                .then(Mono.fromSupplier(() -> bytes.size() > limit
                        ? new Body(text(bytes), "is larger than " + limit + " bytes")
                        : new Body(text(bytes), "")))
                .timeout(within)
                .onErrorResume(
                        fault -> fault instanceof IOException || fault instanceof TimeoutException,
                        cut -> Mono.fromSupplier(() -> new Body(text(bytes), "was cut")));
    }

    private static void append(DataBuffer buffer, ByteArrayOutputStream bytes, long most) {
        try {
            byte[] part = new byte[(int) Math.min(buffer.readableByteCount(), most - bytes.size())];
            buffer.read(part);
            bytes.writeBytes(part);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        String text = bytes.toString(StandardCharsets.UTF_8);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
}
