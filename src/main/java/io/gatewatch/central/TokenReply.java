package io.gatewatch.central;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.web.reactive.function.BodyExtractor;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Reads the answer of a token endpoint. A lifetime that is null, negative, a word or beyond all time, which Spring
 * Security's own reader takes for a failure, spoils no token; no error repeats what was sent.
 */
final class TokenReply implements BodyExtractor<Mono<OAuth2AccessTokenResponse>, ReactiveHttpInputMessage> {

    private static final int LARGEST = 256 * 1024;
    private static final double LONGEST_SECONDS = 1e9;

    @Override
    public Mono<OAuth2AccessTokenResponse> extract(ReactiveHttpInputMessage message, Context context) {
        return DataBufferUtils.join(message.getBody(), LARGEST)
                .map(TokenReply::text)
                .defaultIfEmpty("")
                .map(TokenReply::read);
    }

    /** By hand, because Spring's decoders show at trace level what they decode. */
    private static String text(DataBuffer buffer) {
        try {
            return buffer.toString(StandardCharsets.UTF_8);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    static OAuth2AccessTokenResponse read(String text) {
        JsonNode reply = WireDocument.parse(text);
        String token = reply == null ? null : text(reply, "access_token");
        if (reply == null || token == null) {
            String error = reply == null ? null : text(reply, "error");
            throw new OAuth2AuthorizationException(
                    new OAuth2Error(Objects.requireNonNullElse(error, "an answer that holds no token")));
        }
        Double seconds = WireValues.number(reply, "expires_in", LONGEST_SECONDS);
        return OAuth2AccessTokenResponse.withToken(token)
                .tokenType(OAuth2AccessToken.TokenType.BEARER)
                .expiresIn(seconds == null ? 0 : seconds.longValue())
                .build();
    }

    private static @Nullable String text(JsonNode reply, String name) {
        return reply.path(name).isString() ? WireValues.text(reply, name) : null;
    }
}
