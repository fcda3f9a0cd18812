package io.gatewatch.access;

import io.gatewatch.results.GatewayScope;
import io.gatewatch.results.ReaderScope;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;

/** A caller's gateways while a call is answered, which no other thread takes part in; none for a caller nobody knows. */
@Component
class CallerScope implements ReaderScope {

    @Override
    public GatewayScope now() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who != null && !(who instanceof AnonymousAuthenticationToken)) {
            return Authorities.scope(who.getAuthorities());
        }
        return RequestContextHolder.getRequestAttributes() == null ? GatewayScope.ALL : GatewayScope.NONE;
    }
}
