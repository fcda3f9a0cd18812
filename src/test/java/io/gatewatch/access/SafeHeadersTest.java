package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import jakarta.servlet.ServletContext;
import java.net.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.FilterChainProxy;

/** Browsers are told to be careful, with every answer and every error. */
class SafeHeadersTest extends World {

    @Autowired
    private FilterChainProxy filters;

    @Autowired
    private ServletContext served;

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
    void overHttpsTheBrowserIsToldToStayThere() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest(served, "GET", "/api/v1/me");
        request.setSecure(true);
        MockHttpServletResponse response = new MockHttpServletResponse();
        filters.doFilter(request, response, new MockFilterChain());
        assertThat(response.getHeader("Strict-Transport-Security")).startsWith("max-age=31536000");
        assertThat(response.getCookie("XSRF-TOKEN").getSecure()).isTrue();
    }

    @Test
    void swaggersPageMayWriteStylesButNoScripts() {
        assertThat(headers("/swagger-ui.html").allValues("Content-Security-Policy"))
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
