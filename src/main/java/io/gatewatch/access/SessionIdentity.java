package io.gatewatch.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Keeps in the session no more than who logged in and when. What a user of the settings may do is looked up with each call,
 * so that a session ends when its user is gone or has another password, and roles taken away are away at once. Of somebody
 * who logged in at a provider it also keeps what the provider's claims allowed.
 */
@Component
class SessionIdentity implements SecurityContextRepository {

    private static final String NAME = "name";
    private static final String SINCE = "since";
    private static final String PASSWORD = "password";
    private static final String AUTHORITIES = "authorities";

    private final UserDetailsService users;
    private final Claims claims;
    private final AccessProperties properties;
    private final Clock clock;

    SessionIdentity(UserDetailsService users, Claims claims, AccessProperties properties, Clock clock) {
        this.users = users;
        this.claims = claims;
        this.properties = properties;
        this.clock = clock;
    }

    /** Reads the session when somebody wants to know, and not before. */
    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new DeferredSecurityContext() {

            private @Nullable SecurityContext context;

            @Override
            public SecurityContext get() {
                if (context == null) {
                    context = load(request);
                }
                return context;
            }

            @Override
            public boolean isGenerated() {
                return get().getAuthentication() == null;
            }
        };
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return load(holder.getRequest());
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        Authentication who = context.getAuthentication();
        if (who != null) {
            write(who, request.getSession());
        }
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(NAME) != null;
    }

    private void write(Authentication who, HttpSession session) {
        session.setAttribute(NAME, who.getName());
        session.setAttribute(SINCE, clock.instant().toString());
        if (who.getPrincipal() instanceof UserDetails user) {
            session.setAttribute(PASSWORD, hash(users.loadUserByUsername(user.getUsername())));
        } else if (who.getPrincipal() instanceof OidcUser user) {
            session.setAttribute(
                    AUTHORITIES,
                    claims.authorities(user.getClaims()).stream()
                            .map(GrantedAuthority::getAuthority)
                            .collect(Collectors.joining(" ")));
        }
    }

    private SecurityContext load(HttpServletRequest request) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        HttpSession session = request.getSession(false);
        Object name = session == null ? null : session.getAttribute(NAME);
        if (session != null && name instanceof String text && isYoung(session)) {
            List<? extends GrantedAuthority> authorities = authorities(text, session);
            if (!authorities.isEmpty()) {
                context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(text, null, authorities));
            }
        }
        return context;
    }

    private boolean isYoung(HttpSession session) {
        Instant since = Instant.parse(String.valueOf(session.getAttribute(SINCE)));
        return clock.instant().isBefore(since.plus(properties.sessionLifetime()));
    }

    /** None when the user is gone or has another password. */
    private List<? extends GrantedAuthority> authorities(String name, HttpSession session) {
        if (session.getAttribute(AUTHORITIES) instanceof String granted) {
            return AuthorityUtils.createAuthorityList(StringUtils.tokenizeToStringArray(granted, " "));
        }
        try {
            UserDetails user = users.loadUserByUsername(name);
            boolean same = hash(user).equals(session.getAttribute(PASSWORD));
            return same ? List.copyOf(user.getAuthorities()) : List.of();
        } catch (UsernameNotFoundException e) {
            return List.of();
        }
    }

    /** Half of a hash of the encoded password: enough to see that it was changed, and nothing to guess it from. */
    private static String hash(UserDetails user) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.valueOf(user.getPassword()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, hash.length / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
