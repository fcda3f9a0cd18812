package io.gatewatch.access;

import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;

/** Tokens of an OpenID Connect issuer: signed by it, in time, and meant for us. */
@Component
@EnableConfigurationProperties(OAuth2ResourceServerProperties.class)
class IssuerTokens {

    private final Claims claims;
    private final String nameClaim;
    private final @Nullable IssuerKeys keys;
    private final @Nullable NimbusJwtDecoder decoder;

    IssuerTokens(OAuth2ResourceServerProperties properties, Claims claims) {
        OAuth2ResourceServerProperties.Jwt jwt = properties.getJwt();
        String issuer = jwt.getIssuerUri();
        this.claims = claims;
        this.nameClaim = Objects.requireNonNullElse(jwt.getPrincipalClaimName(), JwtClaimNames.SUB);
        this.keys = issuer == null || issuer.isBlank() ? null : new IssuerKeys(issuer, jwt.getJwkSetUri());
        this.decoder = keys == null ? null : decoder(keys, validator(String.valueOf(issuer), jwt.getAudiences()));
    }

    private static NimbusJwtDecoder decoder(IssuerKeys keys, OAuth2TokenValidator<Jwt> validator) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys.source())
                .jwsAlgorithms(algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.values())))
                .build();
        decoder.setJwtValidator(validator);
        return decoder;
    }

    private static OAuth2TokenValidator<Jwt> validator(String issuer, Collection<String> audiences) {
        return new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(issuer),
                new JwtClaimValidator<>(JwtClaimNames.EXP, Objects::nonNull),
                new JwtClaimValidator<Collection<String>>(
                        JwtClaimNames.AUD,
                        meant -> meant != null && meant.stream().anyMatch(audiences::contains)));
    }

    /** Who the token is for; {@link InvalidBearerTokenException} when it is not good here. */
    Authentication verify(String token) {
        if (decoder == null) {
            throw new InvalidBearerTokenException("There is no issuer whose tokens are taken");
        }
        try {
            Jwt jwt = decoder.decode(token);
            String name = Objects.requireNonNullElse(jwt.getClaimAsString(nameClaim), jwt.getSubject());
            return new JwtAuthenticationToken(
                    jwt, claims.authorities(jwt.getClaims()), Objects.requireNonNullElse(name, "nobody"));
        } catch (BadJwtException e) {
            throw new InvalidBearerTokenException("The token is not good here", e);
        } catch (JwtException e) {
            throw unverified(e);
        }
    }

    private RuntimeException unverified(JwtException e) {
        if (keys != null && keys.areKnown() && isAskedTooOften(e)) {
            return new InvalidBearerTokenException("The token is signed with a key that the issuer does not have", e);
        }
        return new AuthenticationServiceException("The issuer's keys cannot be had", e);
    }

    private static boolean isAskedTooOften(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RateLimitReachedException) {
                return true;
            }
        }
        return false;
    }
}
