package io.gatewatch.access;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/** Tells our own tokens from an issuer's by how they begin. */
@Component
class BearerTokens implements AuthenticationManagerResolver<HttpServletRequest> {

    private final TokenDoor ours;
    private final IssuerTokens issuers;

    BearerTokens(TokenDoor ours, IssuerTokens issuers) {
        this.ours = ours;
        this.issuers = issuers;
    }

    @Override
    public AuthenticationManager resolve(HttpServletRequest request) {
        return this::verify;
    }

    private Authentication verify(Authentication sent) {
        String token = ((BearerTokenAuthenticationToken) sent).getToken();
        return token.startsWith(ApiTokens.PREFIX) ? ours.verify(token) : issuers.verify(token);
    }
}
