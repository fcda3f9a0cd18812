package io.gatewatch.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.FormLoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;

/**
 * How people log in and out: {@code POST /login} with {@code username} and {@code password}, {@code POST /logout}. A page's
 * script gets a status and no redirect, and sends the cookie {@code XSRF-TOKEN} back as header {@code X-XSRF-TOKEN}.
 */
final class SessionLogin {

    private static final Logger log = LoggerFactory.getLogger(SessionLogin.class);

    private static final String LOGIN = "/login";
    private static final String LOGOUT = "/logout";
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "TRACE", "OPTIONS");

    private final Denials denials;

    SessionLogin(Denials denials) {
        this.denials = denials;
    }

    void login(FormLoginConfigurer<HttpSecurity> form) {
        form.loginPage("/")
                .loginProcessingUrl(LOGIN)
                .successHandler((request, response, who) -> done(request, response))
                .failureHandler(denials::refuseLogin);
    }

    void loginElsewhere(OAuth2LoginConfigurer<HttpSecurity> provider, Logins logins) {
        provider.loginPage("/")
                .clientRegistrationRepository(logins.registrationsOfPeople())
                .authorizedClientRepository(new Logins.Forgetful())
                .successHandler((request, response, who) -> response.sendRedirect("/"))
                .failureHandler(SessionLogin::refuseElsewhere)
                .withObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                    @Override
                    public <T extends OAuth2AuthorizationRequestRedirectFilter> T postProcess(T filter) {
                        filter.setAuthenticationFailureHandler(SessionLogin::refuseElsewhere);
                        return filter;
                    }
                });
    }

    private static void refuseElsewhere(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException refusal)
            throws IOException {
        log.warn("A login at another provider failed: {}", Said.plainly(refusal.getMessage()));
        response.sendRedirect("/?login=failed");
    }

    static void logout(LogoutConfigurer<HttpSecurity> logout) {
        logout.logoutUrl(LOGOUT)
                .deleteCookies("SESSION")
                .logoutSuccessHandler((request, response, who) -> done(request, response));
    }

    static void guard(CsrfConfigurer<HttpSecurity> csrf) {
        CookieCsrfTokenRepository cookies = CookieCsrfTokenRepository.withHttpOnlyFalse();
        cookies.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
        csrf.spa().csrfTokenRepository(cookies).requireCsrfProtectionMatcher(SessionLogin::couldBeForged);
    }

    static boolean changes(HttpServletRequest request) {
        return !HARMLESS.contains(request.getMethod());
    }

    static boolean isLogin(HttpServletRequest request) {
        return changes(request) && request.getServletPath().equals(LOGIN);
    }

    /** Whether somebody comes back from logging in elsewhere. */
    static boolean isReturn(HttpServletRequest request) {
        return request.getServletPath().startsWith("/login/oauth2/code/");
    }

    /** What changes something and comes with a session, and the login itself: nobody is to be logged in as somebody else. */
    private static boolean couldBeForged(HttpServletRequest request) {
        String path = request.getServletPath();
        return changes(request) && (path.equals(LOGIN) || path.equals(LOGOUT) || hasSession(request));
    }

    private static boolean hasSession(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies != null
                && Stream.of(cookies).anyMatch(cookie -> cookie.getName().equals("SESSION"));
    }

    private static void done(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Denials.isPage(request)) {
            response.sendRedirect("/");
        } else {
            response.setStatus(HttpStatus.NO_CONTENT.value());
        }
    }
}
