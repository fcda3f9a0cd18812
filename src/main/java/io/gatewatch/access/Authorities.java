package io.gatewatch.access;

import io.gatewatch.results.GatewayScope;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * What somebody may do, as Spring Security carries it, whichever way they said who they are: an authority for each role, and
 * one for each pattern of gateways. Who has no pattern sees no gateway.
 */
final class Authorities {

    static final RoleHierarchy ROLES = RoleHierarchyImpl.withDefaultRolePrefix()
            .role("ADMIN")
            .implies("OPERATOR")
            .role("OPERATOR")
            .implies("VIEWER")
            .build();

    /** Of those whose scope is everything. */
    static final String ALL_GATEWAYS = "GATEWAYS_*";

    private static final String ROLE = "ROLE_";
    private static final String GATEWAYS = "GATEWAYS_";

    private Authorities() {}

    static List<GrantedAuthority> of(Collection<String> roles, GatewayScope scope) {
        return Stream.concat(
                        roles.stream().map(role -> ROLE + role.toUpperCase(Locale.ROOT)),
                        scope.patterns().stream().map(pattern -> GATEWAYS + pattern))
                .<GrantedAuthority>map(SimpleGrantedAuthority::new)
                .toList();
    }

    /** The roles and all that they include, such as {@code operator} and {@code viewer}. */
    static List<String> roles(Collection<? extends GrantedAuthority> authorities) {
        return cut(ROLE, ROLES.getReachableGrantedAuthorities(authorities))
                .map(role -> role.toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    static GatewayScope scope(Collection<? extends GrantedAuthority> authorities) {
        return GatewayScope.of(cut(GATEWAYS, authorities).toList());
    }

    private static Stream<String> cut(String prefix, Collection<? extends GrantedAuthority> authorities) {
        return authorities.stream()
                .map(authority -> String.valueOf(authority.getAuthority()))
                .filter(authority -> authority.startsWith(prefix))
                .map(authority -> authority.substring(prefix.length()));
    }
}
