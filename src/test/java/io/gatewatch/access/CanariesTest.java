package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatewatch.Application;
import io.gatewatch.World;
import io.gatewatch.postgres.LocalPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Secrets planted in every place where one is given are in nothing that a whole run writes, answers, counts or keeps. */
@ExtendWith(OutputCaptureExtension.class)
class CanariesTest {

    private static final String USER = "canary-of-the-user";
    private static final String CLIENT = "canary-of-the-client";
    private static final String ACCESS = "canary-of-the-access-token";
    private static final String WRONG = "canary-of-a-wrong-password";
    private static final String QUERY = "canary-of-a-query";

    private final List<String> canaries = new ArrayList<>(List.of(USER, CLIENT, ACCESS, WRONG, QUERY));
    private final StringBuilder written = new StringBuilder();

    /** Hands out a token, and repeats what it is sent in each error as a careless server would. */
    private static void central(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String sent = exchange.getRequestHeaders().getFirst("Authorization");
        boolean good = !path.endsWith("bad");
        String answer = path.equals("/token")
                ? "{\"access_token\": \"" + ACCESS + "\", \"token_type\": \"Bearer\", \"expires_in\": 7200}"
                : good ? World.wire("completed.json") : "{\"message\": \"" + sent + " is no good\"}";
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(good ? 200 : 500, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void noSecretIsWrittenAnywhere(CapturedOutput output) throws IOException {
        HttpServer central = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        central.createContext("/", CanariesTest::central);
        central.start();
        String address = "http://127.0.0.1:" + central.getAddress().getPort();
        try (ConfigurableApplicationContext service = start(address)) {
            use(service);
            database(service.getBean(JdbcClient.class));
        } finally {
            central.stop(0);
        }
        written.append(output.getAll());
        assertThat(written.toString()).contains("gatewatch.audit", "www.google.com", "outcome=401");
        for (String canary : canaries) {
            byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
            assertThat(written.toString())
                    .doesNotContain(
                            canary,
                            HexFormat.of().formatHex(bytes),
                            Base64.getEncoder().withoutPadding().encodeToString(bytes));
        }
    }

    private static ConfigurableApplicationContext start(String central) {
        return new SpringApplicationBuilder(Application.class)
                .run(
                        "--spring.datasource.url=" + LocalPostgres.throwaway().freshDatabase(),
                        "--server.port=0",
                        "--management.server.port=0",
                        "--gatewatch.central.base-url=" + central,
                        "--CENTRAL_TOKEN_URI=" + central + "/token",
                        "--CENTRAL_CLIENT_ID=client",
                        "--CENTRAL_CLIENT_SECRET=" + CLIENT,
                        "--gatewatch.security.users[0].name=ada",
                        "--gatewatch.security.users[0].password={noop}" + USER,
                        "--gatewatch.security.users[0].roles=admin");
    }

    private void use(ConfigurableApplicationContext service) {
        Browser browser = new Browser(port(service, "server"));
        Browser inside = new Browser(port(service, "management.server"));
        browser.logIn("ada", WRONG);
        browser.logIn("ada", USER);
        canaries.add(browser.cookie("SESSION").orElseThrow().getValue());
        String made = browser.post(
                        "/api/v1/tokens", "{\"name\": \"x\", \"role\": \"viewer\"}", "Content-Type", "application/json")
                .body();
        String token = new JsonMapper().readTree(made).get("token").asString();
        canaries.add(token);
        for (String task : List.of("good", "bad")) {
            String body = new JsonMapper().writeValueAsString(Map.of("serialNumber", "G1", "taskId", task));
            answered(browser.post("/api/v1/tasks", body, "Content-Type", "application/json")
                    .body());
        }
        await().atMost(Duration.ofMinutes(1))
                .until(() -> browser.get("/api/v1/tasks/good").body().contains("finished")
                        && browser.get("/api/v1/tasks/bad").body().contains("500"));
        for (String path :
                List.of("me", "tasks", "tasks/bad", "tests/good", "status", "tokens", "gateways", "nothing")) {
            answered(browser.get("/api/v1/" + path + "?password=" + QUERY).body());
            answered(browser.get("/api/v1/" + path, "Authorization", "Bearer " + token)
                    .body());
        }
        answered(browser.get("/api/v1/me", "Authorization", "Bearer " + token + "x")
                .body());
        answered(browser.get("/api/v1/me", "Authorization", "Bearer " + WRONG).body());
        for (String path : List.of("health/readiness", "info", "prometheus")) {
            answered(inside.get("/actuator/" + path).body());
        }
    }

    private static int port(ConfigurableApplicationContext service, String which) {
        String name = which.equals("server") ? "local.server.port" : "local.management.port";
        return service.getEnvironment().getRequiredProperty(name, int.class);
    }

    /** The instance of a problem says the path that was asked for, and no query. */
    private void answered(String body) {
        written.append(body).append('\n');
    }

    /** All tables but that of sessions, whose ids are there to be found by. */
    private void database(JdbcClient jdbc) {
        for (String table : jdbc.sql("select relname from pg_class where relnamespace = 'public'::regnamespace"
                        + " and relkind in ('r', 'p') and not relispartition and relname <> 'spring_session'")
                .query(String.class)
                .list()) {
            jdbc.sql("select t::text from \"" + table + "\" t")
                    .query(String.class)
                    .list()
                    .forEach(this::answered);
        }
    }
}
