package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import io.gatewatch.simulator.SteppedClock;
import io.gatewatch.web.RawHttp;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** A client guesses only so often, and others are not shut out with it. */
class LimitsTest extends World {

    private static final int TRIES = 50;
    private static int names;

    private String name;

    /** The limits outlive a test, so each has a name of its own. */
    @BeforeEach
    void nobodyHasTriedThisName() {
        name = "mallory" + names++;
    }

    private RawHttp.Reply tryPassword(String path, String user) {
        return RawHttp.ask(port, RawHttp.head("GET " + path, user));
    }

    private void guessAllTries() {
        for (int i = 0; i < TRIES; i++) {
            assertThat(tryPassword("/api/v1/me", name + ":guess" + i).status()).isEqualTo(401);
        }
    }

    @Test
    void afterTooManyGuessesAClientHasToWait() {
        guessAllTries();
        RawHttp.Reply refused = tryPassword("/api/v1/me", name + ":right or wrong");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("Retry-After: 6\r\n", "\"status\":429", "application/problem+json");
        clock.advance(Duration.ofSeconds(6));
        assertThat(tryPassword("/api/v1/me", name + ":guess").status()).isEqualTo(401);
        assertThat(tryPassword("/api/v1/me", name + ":guess").status()).isEqualTo(429);
    }

    @Test
    void othersFromTheSameAddressAreLetIn() {
        guessAllTries();
        assertThat(tryPassword("/api/v1/me", "vera:viewer").status()).isEqualTo(200);
        assertThat(tryPassword("/api/v1/me", name.toUpperCase(Locale.ROOT) + ":x")
                        .status())
                .isEqualTo(429);
    }

    @Test
    void theFacadeSaysItAsCentralDoes() {
        guessAllTries();
        String path = "/network-troubleshooting/v1/gateways/G/http/async-operations/t";
        assertThat(tryPassword(path, name + ":x").text()).contains("429", "HPE_GL_ERROR_TOO_MANY_REQUESTS");
    }

    @Test
    void theFormCountsTheSameTries() {
        guessAllTries();
        HttpResponse<String> refused = new Browser(port).logIn(name, "guess");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void hundredsOfGoodCallsAreNotLimited() {
        for (int i = 0; i < 300; i++) {
            assertThat(tryPassword("/api/v1/me", "vera:viewer").status()).isEqualTo(200);
        }
    }

    @Test
    void callsAreLimitedWhereThatIsSet() throws Exception {
        SteppedClock time = new SteppedClock(NOON);
        HandlerExceptionResolver errors = (request, response, handler, e) -> {
            response.setStatus(e instanceof TooMany ? 429 : 500);
            return null;
        };
        AccessProperties properties = new AccessProperties(List.of(), "roles", null, Duration.ofHours(1), 5, 10);
        Limits limits = new Limits(properties, time, new Denials(errors));
        for (int i = 0; i < 20; i++) {
            assertThat(call(limits, "2001:db8:1:2::" + i)).isEqualTo(200);
        }
        assertThat(call(limits, "2001:db8:1:2:0:0:0:ffff")).isEqualTo(429);
        assertThat(call(limits, "2001:db8:1:3:0:0:0:1")).isEqualTo(200);
        time.advance(Duration.ofMillis(100));
        assertThat(call(limits, "2001:db8:1:2:0:0:0:1")).isEqualTo(200);
    }

    private static int call(Limits limits, String address) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
        request.setRemoteAddr(InetAddress.getByName(address).getHostAddress());
        MockHttpServletResponse response = new MockHttpServletResponse();
        limits.doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }
}
