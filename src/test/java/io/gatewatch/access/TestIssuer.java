package io.gatewatch.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.jdbc.autoconfigure.JdbcSessionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import tools.jackson.databind.json.JsonMapper;

/** A real authorization server. What a client's tokens claim depends on the client's name; as do the secrets. */
final class TestIssuer implements AutoCloseable {

    private static final List<String> CLIENTS = List.of(
            "viewer",
            "operator",
            "admin",
            "unknown-role",
            "no-role",
            "scoped",
            "outside",
            "other-audience",
            "over",
            "endless");

    private final int port = freePort();
    private ConfigurableApplicationContext running;

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return "http://127.0.0.1:" + port;
    }

    void start() {
        SpringApplicationBuilder server = new SpringApplicationBuilder(Server.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "spring.config.name=none",
                        "server.address=127.0.0.1",
                        "server.port=" + port,
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn",
                        "spring.security.user.name=paula",
                        "spring.security.user.password=paula",
                        "spring.security.oauth2.authorizationserver.issuer=" + uri());
        // It is another program: our own look at our settings is not for it.
        server.application().setInitializers(List.of());
        CLIENTS.forEach(name -> server.properties(client(name, "client_credentials")));
        server.properties(client("page", "authorization_code"));
        server.properties(
                setting("page", "redirect-uris=http://127.0.0.1:1/login/oauth2/code/company"),
                setting("page", "scopes=openid"));
        running = server.run();
    }

    private static String[] client(String name, String grant) {
        return new String[] {
            setting(name, "client-id=" + name),
            setting(name, "client-secret={noop}secret-of-" + name),
            setting(name, "client-authentication-methods=client_secret_basic"),
            setting(name, "authorization-grant-types=" + grant)
        };
    }

    private static String setting(String client, String setting) {
        return "spring.security.oauth2.authorizationserver.client." + client + ".registration." + setting;
    }

    /** A token as a program gets it. */
    String token(String client) {
        String basic =
                Base64.getEncoder().encodeToString((client + ":secret-of-" + client).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri() + "/oauth2/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        try {
            String answer = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            return new JsonMapper().readTree(answer).get("access_token").asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
        }
    }

    /** Not annotated as a configuration, so that the application under test does not find it. */
    @EnableAutoConfiguration(
            exclude = {
                DataSourceAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                DataJpaRepositoriesAutoConfiguration.class,
                JdbcSessionAutoConfiguration.class,
                SessionAutoConfiguration.class,
                OAuth2ResourceServerAutoConfiguration.class
            })
    static class Server {

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return token -> {
                String client = token.getRegisteredClient().getClientId();
                token.getClaims().claims(claims -> {
                    claims.put("realm_access", Map.of("roles", roles(client)));
                    if (!client.equals("page")) {
                        claims.put("aud", List.of(client.equals("other-audience") ? "elsewhere" : "gatewatch"));
                    }
                    if (!client.equals("outside")) {
                        claims.put("gateways", client.equals("scoped") ? "CNJJ* CNXY1" : List.of("*"));
                    }
                    if (client.equals("over")) {
                        claims.put("iat", Instant.now().minusSeconds(600));
                        claims.put("nbf", Instant.now().minusSeconds(600));
                        claims.put("exp", Instant.now().minusSeconds(120));
                    } else if (client.equals("endless")) {
                        claims.remove("exp");
                    }
                });
            };
        }

        private static List<String> roles(String client) {
            return switch (client) {
                case "viewer", "operator", "admin" -> List.of("offline_access", client);
                case "unknown-role" -> List.of("root", "ADMIN", "ROLE_ADMIN", "admin ");
                case "no-role" -> List.of();
                case "page" -> List.of("operator");
                default -> List.of("admin");
            };
        }
    }
}
