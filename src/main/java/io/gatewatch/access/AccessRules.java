package io.gatewatch.access;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;
import static org.springframework.security.authorization.AuthorityAuthorizationManager.hasAuthority;
import static org.springframework.security.authorization.AuthorityAuthorizationManager.hasRole;
import static org.springframework.security.authorization.AuthorizationManagers.allOf;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.HeaderWriterFilter;

/**
 * Who may call what, and how they say who they are: by an {@code Authorization} header, which then decides alone, or else by
 * a session. Roles are checked before a request is read.
 */
@Configuration(proxyBeanMethods = false)
class AccessRules {

    private final Denials denials;
    private final Limits limits;

    AccessRules(Denials denials, AccessProperties properties, Clock clock) {
        this.denials = denials;
        this.limits = new Limits(properties, clock, denials);
    }

    @Bean
    static RoleHierarchy roles() {
        return Authorities.ROLES;
    }

    /** The management port answers whoever reaches it; it serves nothing secret, and the other port none of it. */
    @Bean
    @Order(1)
    SecurityFilterChain management(HttpSecurity http, ServletContext served) throws Exception {
        return http.securityMatchers(paths -> paths.requestMatchers(EndpointRequest.toAnyEndpoint())
                        .requestMatchers("/actuator/**")
                        .requestMatchers(request -> request.getServletContext() != served))
                .addFilterBefore(AccessRules::endpointsOnly, HeaderWriterFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    /** What the page adds to Spring MVC is there on both ports, and must not be served on this one. */
    private static void endpointsOnly(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = ((HttpServletRequest) request).getServletPath();
        if (path.startsWith("/actuator/") || path.equals("/error")) {
            chain.doFilter(request, response);
        } else {
            ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** Programs, and people with curl. No cookie is looked at, so there is nothing that a forged request could ride on. */
    @Bean
    @Order(2)
    SecurityFilterChain byHeader(HttpSecurity http, BearerTokens bearers) throws Exception {
        return ruled(http)
                .securityMatcher(request -> request.getHeader(HttpHeaders.AUTHORIZATION) != null)
                .httpBasic(basic -> basic.authenticationEntryPoint(denials))
                .oauth2ResourceServer(tokens -> tokens.authenticationManagerResolver(bearers)
                        .authenticationEntryPoint(denials)
                        .accessDeniedHandler(denials))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    /** People with a browser. */
    @Bean
    @Order(3)
    SecurityFilterChain bySession(HttpSecurity http, SessionIdentity identity, Logins logins) throws Exception {
        SessionLogin login = new SessionLogin(denials);
        HttpSecurity ruled = ruled(http)
                .securityContext(context -> context.securityContextRepository(identity))
                .formLogin(login::login)
                .logout(SessionLogin::logout)
                .csrf(SessionLogin::guard);
        if (!logins.elsewhere().isEmpty()) {
            ruled.oauth2Login(provider -> login.loginElsewhere(provider, logins));
        }
        return ruled.build();
    }

    private HttpSecurity ruled(HttpSecurity http) {
        return http.addFilterAfter(new Audit(), SecurityContextHolderFilter.class)
                .addFilterAfter(limits, HeaderWriterFilter.class)
                .authorizeHttpRequests(AccessRules::rules)
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(denials).accessDeniedHandler(denials))
                .headers(SafeHeaders::write)
                .requestCache(AbstractHttpConfigurer::disable);
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                // The page is a shell: what it shows comes from the calls below.
                .requestMatchers(GET, "/", "/index.html", "/favicon.ico", "/assets/**", "/webjars/**")
                .permitAll()
                .requestMatchers(HEAD, "/", "/index.html", "/favicon.ico", "/assets/**", "/webjars/**")
                .permitAll()
                .requestMatchers(GET, "/login/options")
                .permitAll()
                .requestMatchers("/api/v1/tokens", "/api/v1/tokens/**")
                .access(allOf(hasRole("ADMIN"), hasAuthority(Authorities.ALL_GATEWAYS)))
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
                .hasRole("VIEWER");
    }
}
