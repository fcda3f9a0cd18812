package io.gatewatch.access;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Who may call what. Roles are checked before a request is read; the refusal itself is written by whoever writes all other
 * errors, so that each address keeps its own shape of them.
 */
@Configuration(proxyBeanMethods = false)
class AccessRules {

    private static final String CHALLENGE = "Basic realm=\"Gatewatch\", charset=\"UTF-8\"";

    /** The management port answers whoever reaches it; it serves nothing secret, and the other port none of it. */
    @Bean
    @Order(1)
    SecurityFilterChain management(HttpSecurity http) throws Exception {
        return http.securityMatchers(paths ->
                        paths.requestMatchers(EndpointRequest.toAnyEndpoint()).requestMatchers("/actuator/**"))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .build();
    }

    /** Without a session there is nothing that a forged request could ride on, hence no CSRF token. */
    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors)
            throws Exception {
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(GET, "/api/v1/**")
                        .hasRole("VIEWER")
                        .requestMatchers(HEAD, "/api/v1/**")
                        .hasRole("VIEWER")
                        .requestMatchers(POST, "/api/v1/tasks/**")
                        .hasRole("OPERATOR")
                        .requestMatchers(DELETE, "/api/v1/tasks/**")
                        .hasRole("OPERATOR")
                        .requestMatchers(PUT, "/api/v1/gateways/**")
                        .hasRole("OPERATOR")
                        .requestMatchers(DELETE, "/api/v1/gateways/**")
                        .hasRole("ADMIN")
                        .anyRequest()
                        .hasRole("VIEWER"))
                .httpBasic(basic -> basic.authenticationEntryPoint(unauthenticated(errors)))
                .exceptionHandling(refused -> refused.authenticationEntryPoint(unauthenticated(errors))
                        .accessDeniedHandler(forbidden(errors)))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    RequestRejectedHandler rejected(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
        return (request, response, refusal) -> errors.resolveException(request, response, null, refusal);
    }

    @Bean
    static RoleHierarchy roles() {
        return RoleHierarchyImpl.withDefaultRolePrefix()
                .role("ADMIN")
                .implies("OPERATOR")
                .role("OPERATOR")
                .implies("VIEWER")
                .build();
    }

    @Bean
    PasswordEncoder passwords(Clock clock) {
        return new RememberedPasswords(PasswordEncoderFactories.createDelegatingPasswordEncoder(), clock);
    }

    @Bean
    UserDetailsService users(AccessProperties properties) {
        List<UserDetails> users =
                properties.users().stream().map(AccessRules::details).toList();
        return new InMemoryUserDetailsManager(users);
    }

    private static UserDetails details(AccessProperties.User user) {
        return User.withUsername(user.name())
                .password(user.password())
                .roles(user.roles().stream()
                        .map(role -> role.toUpperCase(Locale.ROOT))
                        .toArray(String[]::new))
                .build();
    }

    private static AuthenticationEntryPoint unauthenticated(HandlerExceptionResolver errors) {
        return (request, response, refusal) -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            errors.resolveException(request, response, null, refusal);
        };
    }

    private static AccessDeniedHandler forbidden(HandlerExceptionResolver errors) {
        return (request, response, refusal) -> errors.resolveException(request, response, null, refusal);
    }
}
