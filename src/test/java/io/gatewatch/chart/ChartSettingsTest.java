package io.gatewatch.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What the chart mounts is what the service reads: the check of the settings passes, and the values are those given. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.ENGINE_MISSING)
class ChartSettingsTest {

    private static final String PASSWORD = "{noop}p\"\\\\ $w: #{x} 'é";

    private static final Chart.Values GIVEN = Chart.least()
            .and("""
            existingSecret: ""
            database: {username: gw, password: "s3 cr$et"}
            central: {clientId: id, clientSecret: secret, requestsPerSecond: 2.5, tokenUri: "https://sso.example.com/token"}
            settings: {gatewatch: {results: {retention: 30d}, central: {requests-per-day: 7000}}}
            """)
            .and(
                    "users: [{name: noc, password: '%s', roles: [operator, viewer]}, {name: ada, password: '{noop}a', roles: [admin]}]"
                            .formatted(PASSWORD.replace("'", "''")));

    @TempDir
    Path pod;

    /** Of an application that has settings and nothing else. */
    @Configuration
    static class Nothing {}

    private Environment settings() throws IOException {
        mount(GIVEN.one("ConfigMap").part("data").fields(), "etc");
        mount(GIVEN.one("Secret").part("stringData").fields(), "secrets");
        SpringApplication application = new SpringApplication(Nothing.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application
                .run(
                        // The check of the settings waits for a database, so it is given one.
                        "--spring.datasource.url=" + LocalPostgres.throwaway().freshDatabase(),
                        "--spring.config.additional-location=file:" + pod.resolve("etc") + "/",
                        "--spring.config.import=configtree:" + pod.resolve("secrets") + "/")
                .getEnvironment();
    }

    private void mount(Map<String, Object> files, String directory) throws IOException {
        Files.createDirectory(pod.resolve(directory));
        for (var file : files.entrySet()) {
            Files.writeString(
                    pod.resolve(directory).resolve(file.getKey()),
                    file.getValue().toString());
        }
    }

    @Test
    void theServiceReadsWhatTheChartMounts() throws IOException {
        Environment settings = settings();
        assertThat(GIVEN.one("ConfigMap").text("data", "application.yaml"))
                .contains("url: jdbc:postgresql://db.example.com/gatewatch");
        assertThat(settings.getProperty("spring.datasource.password")).isEqualTo("s3 cr$et");
        assertThat(settings.getProperty("gatewatch.central.requests-per-second"))
                .isEqualTo("2.5");
        assertThat(settings.getProperty("gatewatch.central.requests-per-day")).isEqualTo("7000");
        assertThat(settings.getProperty("gatewatch.results.retention")).isEqualTo("30d");
        String registration = "spring.security.oauth2.client.registration.central.";
        assertThat(settings.getProperty(registration + "client-secret")).isEqualTo("secret");
        assertThat(settings.getProperty("spring.security.oauth2.client.provider.central.token-uri"))
                .isEqualTo("https://sso.example.com/token");
    }

    record User(String name, String password, List<String> roles) {}

    @Test
    void usersComeFromFilesNumberedFromNought() throws IOException {
        assertThat(Binder.get(settings())
                        .bind("gatewatch.security.users", Bindable.listOf(User.class))
                        .get())
                .containsExactly(
                        new User("noc", PASSWORD, List.of("operator", "viewer")),
                        new User("ada", "{noop}a", List.of("admin")));
    }

    @Test
    void secretsAreMountedWhereTheServiceLooks() throws IOException {
        String mounted = GIVEN.one("Deployment").container().at("volumeMounts").toString();
        assertThat(mounted).contains("mountPath=/run/secrets/gatewatch,");
        assertThat(Files.readString(Path.of("src/main/resources/application.yaml")))
                .contains("optional:configtree:/run/secrets/gatewatch/");
    }
}
