package io.gatewatch.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Hands each refusal to whoever writes all other errors, so that each address keeps its own shape of them. */
@Component
class Denials implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {

    private static final String BASIC = "Basic realm=\"Gatewatch\", charset=\"UTF-8\"";
    private static final String BEARER = "Bearer realm=\"Gatewatch\"";
    private static final String BAD_BEARER = BEARER + ", error=\"invalid_token\"";

    private static final String UNKNOWN = Denials.class.getName();

    private final HandlerExceptionResolver errors;

    Denials(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
        this.errors = errors;
    }

    /** Scripts of a page are not told of Basic: their browser would ask for a password in a window of its own. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refusal) {
        request.setAttribute(UNKNOWN, true);
        if (!isScript(request)) {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, BASIC);
        }
        response.addHeader(
                HttpHeaders.WWW_AUTHENTICATE, refusal instanceof OAuth2AuthenticationException ? BAD_BEARER : BEARER);
        errors.resolveException(request, response, null, refusal);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal) {
        errors.resolveException(request, response, null, refusal);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException refusal) {
        errors.resolveException(request, response, null, refusal);
    }

    void handle(HttpServletRequest request, HttpServletResponse response, TooMany refusal) {
        errors.resolveException(request, response, null, refusal);
    }

    /** Whether the caller could not be told who they are. */
    static boolean wasUnknown(HttpServletRequest request) {
        return request.getAttribute(UNKNOWN) != null;
    }

    /** A wrong login: as a problem for programs, as a page for a browser that sent a form. */
    void refuseLogin(HttpServletRequest request, HttpServletResponse response, AuthenticationException refusal)
            throws IOException {
        if (isPage(request)) {
            request.setAttribute(UNKNOWN, true);
            response.sendRedirect("/?login=failed");
        } else {
            commence(request, response, refusal);
        }
    }

    /** Whether the browser itself asks, to show what comes. */
    static boolean isPage(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
    }

    private static boolean isScript(HttpServletRequest request) {
        return request.getHeader("X-Requested-With") != null || "empty".equals(request.getHeader("Sec-Fetch-Dest"));
    }
}
