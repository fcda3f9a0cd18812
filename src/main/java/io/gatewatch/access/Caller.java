package io.gatewatch.access;

import io.gatewatch.results.GatewayScope;
import java.util.List;
import org.springframework.security.core.Authentication;

/**
 * Who is asking. Handlers of requests take one as a parameter, or its {@link GatewayScope} alone.
 *
 * @param roles of {@code admin}, {@code operator}, {@code viewer}, with all that they include
 * @param scope the gateways that exist for the caller
 */
public record Caller(String name, List<String> roles, GatewayScope scope) {

    static Caller of(Authentication who) {
        return new Caller(
                who.getName(), Authorities.roles(who.getAuthorities()), Authorities.scope(who.getAuthorities()));
    }
}
