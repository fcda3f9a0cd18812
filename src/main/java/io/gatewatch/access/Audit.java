package io.gatewatch.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes a line for every change, every login and every refused try: who, from where, what, and how it ended. Bodies, queries
 * and headers stay out of it, and so do secrets.
 */
class Audit extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger("gatewatch.audit");

    private static final Set<Integer> REFUSALS = Set.of(401, 403, 429);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean change = SessionLogin.changes(request) || SessionLogin.isReturn(request);
        Authentication before = change ? who() : null;
        boolean answered = false;
        try {
            chain.doFilter(request, response);
            answered = true;
        } finally {
            int status = answered ? response.getStatus() : 500;
            if (change || REFUSALS.contains(status)) {
                write(request, response, status, before);
            }
        }
    }

    private static void write(
            HttpServletRequest request, HttpServletResponse response, int status, @Nullable Authentication before) {
        Client client = Client.of(request);
        Authentication after = who();
        Authentication known = after == null ? before : after;
        String line = "who=\"{}\" from={} what=\"{} {}\" outcome={}{}";
        Object[] parts = {
            Said.plainly(known != null ? known.getName() : claimed(client)),
            Said.plainly(client.address()),
            Said.plainly(request.getMethod()),
            Said.plainly(request.getRequestURI()),
            status,
            made(response)
        };
        if (REFUSALS.contains(status)) {
            log.warn(line, parts);
        } else {
            log.info(line, parts);
        }
    }

    /** Whom a refused caller claimed to be. */
    private static String claimed(Client client) {
        return client.claimed() == null ? "" : "?" + client.claimed();
    }

    private static String made(HttpServletResponse response) {
        String location = response.getStatus() == 201 ? response.getHeader(HttpHeaders.LOCATION) : null;
        return location == null ? "" : " made=\"" + Said.plainly(location) + "\"";
    }

    private static @Nullable Authentication who() {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        return known instanceof AnonymousAuthenticationToken ? null : known;
    }
}
