package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.gatewatch.Application;
import io.gatewatch.postgres.LocalPostgres;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A service with no users of its own: people and programs come from a real authorization server. */
class IssuerTest {

    private static final String ME = "/api/v1/me";
    private static final TestIssuer issuer = new TestIssuer();

    private static ConfigurableApplicationContext service;
    private static HttpResponse<String> beforeTheIssuerWasThere;
    private static Browser client;

    @BeforeAll
    static void startTheServiceBeforeItsIssuer() throws Exception {
        service = new SpringApplicationBuilder(Application.class)
                .run(
                        "--spring.datasource.url=" + LocalPostgres.throwaway().freshDatabase(),
                        "--server.port=0",
                        "--management.server.port=0",
                        "--gatewatch.polling.enabled=false",
                        "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer.uri(),
                        "--spring.security.oauth2.resourceserver.jwt.audiences=gatewatch",
                        "--gatewatch.security.roles-claim=realm_access.roles",
                        "--gatewatch.security.gateways-claim=gateways",
                        "--spring.security.oauth2.client.registration.company.client-id=page",
                        "--spring.security.oauth2.client.registration.company.client-secret=secret-of-page",
                        "--spring.security.oauth2.client.registration.company.client-name=Company login",
                        "--spring.security.oauth2.client.registration.company.scope=openid",
                        "--spring.security.oauth2.client.provider.company.issuer-uri=" + issuer.uri());
        client = new Browser(service.getEnvironment().getRequiredProperty("local.server.port", int.class));
        beforeTheIssuerWasThere =
                ask(forged(new RSAKeyGenerator(2048).keyID("x").generate()));
        issuer.start();
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.close();
    }

    private static HttpResponse<String> ask(String token) {
        return client.get(ME, "Authorization", "Bearer " + token);
    }

    private static JWTClaimsSet claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer.uri())
                .subject("admin")
                .audience("gatewatch")
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .claim("realm_access", Map.of("roles", List.of("admin")))
                .claim("gateways", "*")
                .build();
    }

    private static String forged(RSAKey key) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @Test
    void anIssuerThatIsAwayIsAskedLaterAndNothingElseEnds() {
        assertThat(beforeTheIssuerWasThere.statusCode()).isEqualTo(503);
        assertThat(beforeTheIssuerWasThere.headers().firstValue("Retry-After")).isPresent();
        assertThat(ask(issuer.token("viewer")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "viewer, '\"viewer\"'",
        "operator, '\"operator\",\"viewer\"'",
        "admin, '\"admin\",\"operator\",\"viewer\"'"
    })
    void rolesAreWhereTheClaimSays(String name, String roles) {
        HttpResponse<String> answer = ask(issuer.token(name));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"name\":\"" + name + "\"", "\"roles\":[" + roles + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-role", "no-role"})
    void whoHasNoneOfOurRolesMayDoNothing(String name) {
        assertThat(ask(issuer.token(name)).statusCode()).isEqualTo(403);
    }

    @Test
    void gatewaysAreThoseOfTheClaimAndNoneWithoutIt() {
        assertThat(ask(issuer.token("scoped")).body()).contains("\"scope\":[\"CNXY1\",\"CNJJ*\"]");
        assertThat(ask(issuer.token("outside")).body()).contains("\"scope\":[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other-audience", "over", "endless"})
    void tokensForOthersOutOfTimeOrWithoutAnEndAreRefused(String name) {
        HttpResponse<String> answer = ask(issuer.token(name));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).anyMatch(text -> text.contains("invalid_token"));
        assertThat(answer.body()).contains("The token is not good here").doesNotContain("Exception", "aud");
    }

    @Test
    void whatTheIssuerDidNotSignIsRefusedHoweverOften() throws Exception {
        assertThat(ask(issuer.token("viewer")).statusCode()).isEqualTo(200);
        RSAKey strange = new RSAKeyGenerator(2048).keyID("strange").generate();
        for (int i = 0; i < 5; i++) {
            assertThat(ask(forged(strange)).statusCode()).isEqualTo(401);
        }
        assertThat(ask(issuer.token("viewer")).statusCode()).isEqualTo(200);
    }

    @Test
    void signaturesAreNeitherOptionalNorConfused() throws Exception {
        String[] good = issuer.token("viewer").split("\\.");
        String none = encoded("{\"alg\":\"none\"}") + "." + encoded(claims().toString()) + ".";
        SignedJWT confused = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims());
        confused.sign(new MACSigner(new byte[64]));
        String swapped = good[0] + "." + encoded(claims().toString()) + "." + good[2];
        for (String token : List.of(none, confused.serialize(), swapped, good[0] + "." + good[1] + ".", "gw_x", "x")) {
            assertThat(ask(token).statusCode()).isEqualTo(401);
        }
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void peopleLogInThereAndComeBackWithTheirRoles() {
        Browser browser = new Browser(client.port());
        assertThat(browser.get("/login/options").body())
                .isEqualTo("{\"password\":false,\"elsewhere\":[{\"name\":\"Company login\","
                        + "\"url\":\"/oauth2/authorization/company\"}]}");
        HttpResponse<String> page = browser.follow("/oauth2/authorization/company");
        assertThat(page.uri().toString()).isEqualTo(issuer.uri() + "/login");
        Matcher csrf = Pattern.compile("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"")
                .matcher(page.body());
        assertThat(csrf.find()).isTrue();
        browser.submit(page.uri(), "username=paula&password=paula&_csrf=" + csrf.group(1));
        assertThat(browser.get(ME).body())
                .isEqualTo("{\"name\":\"paula\",\"roles\":[\"operator\",\"viewer\"],\"scope\":[\"*\"]}");
        assertThat(browser.post("/logout", "").statusCode()).isEqualTo(204);
        assertThat(browser.get(ME).statusCode()).isEqualTo(401);
    }

    @Test
    void theClientOfCentralIsNoLogin() {
        Browser browser = new Browser(client.port());
        for (String id : List.of("central", "nothing")) {
            HttpResponse<String> answer = browser.get("/oauth2/authorization/" + id);
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location")).get().asString().endsWith("/?login=failed");
        }
    }

    @Test
    void nothingOfTheProvidersIsKept() {
        peopleLogInThereAndComeBackWithTheirRoles();
        assertThat(service.getBean(JdbcClient.class)
                        .sql("select attribute_name from spring_session_attributes")
                        .query(String.class)
                        .list())
                .allMatch(name -> List.of("name", "since", "authorities").contains(name)
                        || name.contains("AuthorizationRequest"));
    }
}
