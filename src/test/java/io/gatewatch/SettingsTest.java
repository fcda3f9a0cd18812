package io.gatewatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gatewatch.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Every missing or nonsensical setting ends the start with one sentence that names it and holds no secret. */
@ExtendWith(OutputCaptureExtension.class)
class SettingsTest {

    private static final String SECRET = "s3cr3t";
    private static final String HASH = "{bcrypt}$2a$10$" + "a".repeat(53);

    /** A server that is there; one that is away would be waited for. */
    private static final String NO_SUCH_DATABASE =
            LocalPostgres.throwaway().database("postgres").replace("/postgres?", "/none?");

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "spring.datasource.url",
            NO_SUCH_DATABASE,
            "gatewatch.central.base-url",
            "https://us1.api.central.arubanetworks.com",
            "CENTRAL_CLIENT_ID",
            "id",
            "CENTRAL_CLIENT_SECRET",
            SECRET,
            "gatewatch.security.users[0].name",
            "vera",
            "gatewatch.security.users[0].password",
            "{noop}" + SECRET,
            "gatewatch.security.users[0].roles",
            "viewer,operator"));

    /** Starts as the jar would, and returns the sentence. */
    private String sentence() {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        Throwable failure = catchThrowable(() -> application.run(arguments));
        assertThat(failure).isNotNull();
        return OneSentence.sentence(failure);
    }

    private void expectSentence(String name, CapturedOutput output) {
        String sentence = sentence();
        assertThat(sentence).isNotNull().contains(name).contains(": ").doesNotContain("\n", SECRET);
        assertThat(output.getAll())
                .contains("Gatewatch cannot start: " + sentence)
                .doesNotContain(SECRET)
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.datasource.url",
                "gatewatch.central.base-url",
                "CENTRAL_CLIENT_ID",
                "CENTRAL_CLIENT_SECRET"
            })
    void whatIsMissingIsNamed(String name, CapturedOutput output) {
        settings.remove(name);
        expectSentence(name, output);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gatewatch.security.users[0].name",
                "gatewatch.security.users[0].password",
                "gatewatch.security.users[0].roles"
            })
    void aUserIsGivenWhole(String name, CapturedOutput output) {
        settings.remove(name);
        expectSentence(name, output);
    }

    @Test
    void withoutUsersNobodyCouldAsk(CapturedOutput output) {
        settings.keySet().removeIf(name -> name.startsWith("gatewatch.security"));
        expectSentence("gatewatch.security.users", output);
    }

    @Test
    void anIssuerIsEnoughWhenItsTokensAreMeantForUs(CapturedOutput output) {
        settings.keySet().removeIf(name -> name.startsWith("gatewatch.security"));
        settings.put("spring.security.oauth2.resourceserver.jwt.issuer-uri", "https://login.example.com");
        expectSentence("spring.security.oauth2.resourceserver.jwt.audiences", output);
        settings.put("spring.security.oauth2.resourceserver.jwt.audiences", "gatewatch");
        settings.remove("spring.datasource.url");
        assertThat(sentence()).contains("spring.datasource.url");
    }

    @Test
    void aReplicaHasAnAddressOfAPostgreSqlAndBothOrNeitherOfUserAndPassword(CapturedOutput output) {
        settings.put("gatewatch.results.read-url", "replica.example.com");
        expectSentence("gatewatch.results.read-url", output);
        settings.put("gatewatch.results.read-url", "jdbc:postgresql://127.0.0.1:1/none");
        settings.put("gatewatch.results.read-password", SECRET);
        expectSentence("gatewatch.results.read-username", output);
    }

    @ParameterizedTest
    @CsvSource({"90d, 89d", "801d,", "1h, 59m"})
    void hoursThatAreKeptForLessThanRowsAreRefused(String rows, String hours, CapturedOutput output) {
        settings.put("gatewatch.results.retention", rows);
        if (hours != null) {
            settings.put("gatewatch.results.rollup-retention", hours);
        }
        expectSentence("gatewatch.results.rollup-retention", output);
    }

    @Test
    void twoUsersOfOneNameAreRefused(CapturedOutput output) {
        settings.put("gatewatch.security.users[1].name", "Vera");
        settings.put("gatewatch.security.users[1].password", HASH);
        settings.put("gatewatch.security.users[1].roles", "admin");
        expectSentence("gatewatch.security.users[1].name", output);
    }

    @Test
    void theNumbersOfUsersHaveNoGaps(CapturedOutput output) {
        settings.put("gatewatch.security.users[2].name", "otto");
        expectSentence("gatewatch.security.users", output);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spring.datasource.url | jdbc:mysql://root:s3cr3t@h/db",
                "gatewatch.security.users[0].name | a:b",
                "gatewatch.security.users[0].password | s3cr3t",
                "gatewatch.security.users[0].password | {bcrypt}s3cr3t",
                "gatewatch.security.users[0].password | {argon2}s3cr3t",
                "gatewatch.security.users[0].password | {noop}",
                "gatewatch.security.users[0].roles | root",
                "gatewatch.security.users[0].gateways | CN%",
                "gatewatch.security.session-lifetime | 1s",
                "gatewatch.security.failed-logins | 0",
                "gatewatch.security.calls-per-second | -1",
                "spring.security.oauth2.resourceserver.jwt.issuer-uri | login.example.com",
                "spring.security.oauth2.resourceserver.jwt.issuer-uri | http://login.example.com",
                "spring.security.oauth2.resourceserver.jwt.issuer-uri | https://me:s3cr3t@login.example.com",
                "gatewatch.central.base-url | us1.api.central.arubanetworks.com",
                "gatewatch.central.base-url | ftp://example.com",
                "gatewatch.central.base-url | https://",
                "gatewatch.central.base-url | https://me:s3cr3t@example.com",
                "gatewatch.central.base-url | https://me:s3cr3t @example.com",
                "gatewatch.central.base-url | https://example.com/?key=s3cr3t",
                "gatewatch.central.base-url | http://example.com",
                "gatewatch.central.api-version | v2",
                "gatewatch.central.allow-http | perhaps",
                "CENTRAL_TOKEN_URI | sso.example.com",
                "CENTRAL_TOKEN_URI | http://sso.example.com/token",
                "gatewatch.central.requests-per-second | 0",
                "gatewatch.central.requests-per-second | -1",
                "gatewatch.central.requests-per-second | NaN",
                "gatewatch.central.requests-per-second | many",
                "gatewatch.central.requests-per-day | -1",
                "gatewatch.central.connect-timeout | 0s",
                "gatewatch.central.connect-timeout | -5s",
                "gatewatch.central.response-timeout | 0",
                "gatewatch.central.response-timeout | soon",
                "gatewatch.central.max-response-size | 0",
                "gatewatch.central.max-response-size | -1MB",
                "gatewatch.central.max-response-size | big",
                "gatewatch.polling.enabled | sometimes",
                "gatewatch.polling.lease | 0s",
                "gatewatch.polling.lease | 30",
                "gatewatch.polling.lease | P",
                "gatewatch.polling.deadline | 0s",
                "gatewatch.polling.deadline | -1m",
                "gatewatch.polling.not-found-grace | -1s",
                "gatewatch.metrics.max-targets | -1",
                "gatewatch.metrics.max-targets | lots"
            })
    void whatMakesNoSenseIsNamed(String name, String value, CapturedOutput output) {
        settings.put(name, value);
        expectSentence(name, output);
    }

    @Test
    void withAFixedTokenNoClientIsNeeded(CapturedOutput output) {
        settings.remove("CENTRAL_CLIENT_ID");
        settings.put("gatewatch.central.access-token", SECRET);
        settings.put("gatewatch.central.api-version", "v3");
        expectSentence("gatewatch.central.api-version", output);
    }

    @Test
    void aReplicaThatOnlyServesNeedsNoCentral() {
        settings.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).contains("central"));
        settings.put("gatewatch.polling.enabled", "false");
        assertThat(sentence()).contains("spring.datasource.url");
    }

    @Test
    void aDatabaseThatIsNotThereIsSaid(CapturedOutput output) {
        assertThat(sentence()).contains("spring.datasource.url", "database \"none\" does not exist");
        assertThat(output.getAll()).contains("Gatewatch cannot start");
    }

    @Test
    void aWrongPasswordIsSaidAndNotWaitedFor(CapturedOutput output) {
        settings.put("spring.datasource.url", NO_SUCH_DATABASE.replaceAll("password=.*", "password=" + SECRET));
        expectSentence("spring.datasource.url", output);
    }

    /** Root may read anything, but nobody a directory that leads into itself. */
    @Test
    void secretsThatCannotBeReadAreNamed(@TempDir Path secrets, CapturedOutput output) throws IOException {
        Path loop = Files.createSymbolicLink(secrets.resolve("loop"), secrets);
        settings.put("spring.config.import", "configtree:" + secrets + "/");
        expectSentence(loop.toString(), output);
        assertThat(OneSentence.sentence(
                        new IllegalStateException(new AccessDeniedException("/run/secrets/gatewatch/a.b"))))
                .isEqualTo("/run/secrets/gatewatch/a.b cannot be used (AccessDenied):"
                        + " let the user that Gatewatch runs as read it");
    }
}
