package io.gatewatch.central;

import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * An answer as it came off the wire.
 *
 * @param token what was asked with
 * @param asked when the call left
 */
record Reply(ClientResponse response, Body body, AccessTokens.Token token, Instant asked) {

    /** Ours and theirs never agree to the second, and their header says no more. */
    private static final Duration CLOCKS_AGREE = Duration.ofSeconds(2);

    /** A shorter one is no secret but a word, which errors may hold by chance. */
    private static final int SHORTEST_TOKEN = 16;

    int status() {
        return response.statusCode().value();
    }

    HttpHeaders headers() {
        return response.headers().asHttpHeaders();
    }

    /** Its words; should they repeat the token, that goes no further. */
    CentralError error() {
        boolean secret = token.value.length() >= SHORTEST_TOKEN;
        return CentralError.read(secret ? body.text().replace(token.value, "(the token)") : body.text());
    }

    /** What it says of the test, or why that cannot be read. */
    Answer document(Instant now) {
        return body.flaw().isEmpty()
                ? WireDocument.read(body.text(), ahead(now))
                : new Answer.Unreadable("Central's answer " + body.flaw(), CleanText.of(body.text()));
    }

    private Duration ahead(Instant now) {
        Instant theirs = WaitHint.httpDate(headers(), HttpHeaders.DATE);
        if (theirs == null) {
            return Duration.ZERO;
        }
        Duration ahead = Duration.between(now, theirs);
        return ahead.abs().compareTo(CLOCKS_AGREE) < 0 ? Duration.ZERO : ahead;
    }
}
