package io.gatewatch.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a client try only so many wrong passwords and tokens, and call only so often. A wrong try counts against its name from
 * that address, and less tightly against the address, so that one program with an old password does not shut others out.
 */
class Limits extends OncePerRequestFilter {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int NAMES = 10;

    private final Allowance wrongByName;
    private final Allowance wrongByAddress;
    private final @Nullable Allowance calls;
    private final Denials denials;

    Limits(AccessProperties properties, Clock clock, Denials denials) {
        int atOnce = properties.failedLogins();
        long aMinute = Math.max(1, atOnce / 5);
        int perSecond = properties.callsPerSecond();
        this.wrongByName = new Allowance(atOnce, aMinute, MINUTE, clock);
        this.wrongByAddress = new Allowance((long) NAMES * atOnce, NAMES * aMinute, MINUTE, clock);
        this.calls = perSecond == 0 ? null : new Allowance(2L * perSecond, perSecond, Duration.ofSeconds(1), clock);
        this.denials = denials;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Client client = Client.of(request);
        TooMany refusal = refusal(client);
        if (refusal != null) {
            denials.handle(request, response, refusal);
            return;
        }
        chain.doFilter(request, response);
        if (client.claimed() != null && Denials.wasUnknown(request)) {
            wrongByName.take(client.network() + " " + client.claimed());
            wrongByAddress.take(client.network());
        }
    }

    private @Nullable TooMany refusal(Client client) {
        if (calls != null && !calls.take(client.network())) {
            return new TooMany("You call too often; call less often.", calls.untilAllowed(client.network()));
        }
        if (client.claimed() == null) {
            return null;
        }
        Duration byName = wrongByName.untilAllowed(client.network() + " " + client.claimed());
        Duration byAddress = wrongByAddress.untilAllowed(client.network());
        Duration wait = byName.compareTo(byAddress) > 0 ? byName : byAddress;
        return wait.isZero() ? null : new TooMany("Too many wrong passwords or tokens came from you; wait.", wait);
    }
}
