package io.gatewatch.access;

import io.gatewatch.results.GatewayScope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.stereotype.Component;

/** What the claims of an issuer allow. */
@Component
class Claims {

    private static final List<String> ROLES = List.of("viewer", "operator", "admin");

    private final AccessProperties properties;

    Claims(AccessProperties properties) {
        this.properties = properties;
    }

    /** Roles and gateways; what names neither of ours gives nothing. */
    List<GrantedAuthority> authorities(Map<String, Object> claims) {
        List<String> roles =
                texts(claims, properties.rolesClaim()).filter(ROLES::contains).toList();
        return Authorities.of(roles, scope(claims));
    }

    private GatewayScope scope(Map<String, Object> claims) {
        String claim = properties.gatewaysClaim();
        if (claim == null || claim.isBlank()) {
            return GatewayScope.ALL;
        }
        return GatewayScope.of(texts(claims, claim)
                .filter(text -> text.matches(GatewayScope.PATTERN))
                .toList());
    }

    /** A list of texts, or one text with blanks between its words. */
    private static Stream<String> texts(Map<String, Object> claims, String name) {
        Object value = value(claims, name);
        if (value instanceof Collection<?> list) {
            return list.stream().filter(String.class::isInstance).map(String.class::cast);
        }
        return value instanceof String text ? Stream.of(text.strip().split("\\s+")) : Stream.of();
    }

    /** By its whole name, which may hold dots; else claim inside claim, dot by dot. */
    private static @Nullable Object value(Map<?, ?> claims, String name) {
        if (claims.containsKey(name)) {
            return claims.get(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                ? value(inner, name.substring(dot + 1))
                : null;
    }
}
