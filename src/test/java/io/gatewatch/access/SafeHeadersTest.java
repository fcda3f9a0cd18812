package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import java.net.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Browsers are told to be careful, with every answer and every error. */
class SafeHeadersTest extends World {

    private HttpHeaders headers(String path, String... more) {
        return new Browser(port).get(path, more).headers();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/assets/none.js", "/api/v1/me", "/network-troubleshooting/v1/x"})
    void everythingComesFromHereAndNothingIsInline(String path) {
        HttpHeaders headers = headers(path);
        assertThat(headers.allValues("Content-Security-Policy"))
                .singleElement()
                .satisfies(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe", "*"));
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void swaggersPageMayWriteStylesButNoScripts() {
        assertThat(headers("/swagger-ui/index.html").allValues("Content-Security-Policy"))
                .singleElement()
                .satisfies(policy ->
                        assertThat(policy).contains("script-src 'self';", "style-src 'self' 'unsafe-inline'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/favicon.ico", "/assets/none.js", "/webjars/none.js"})
    void thePagesOwnFilesAskForNoIdentity(String path) {
        assertThat(new Browser(port).get(path).statusCode()).isNotEqualTo(401);
        assertThat(new Browser(port).post(path, "").statusCode()).isEqualTo(401);
    }
}
