package io.gatewatch;

import java.time.Duration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Looks at the settings before anything starts, so that what is missing is said in one sentence and not in a trace; then
 * waits for the database that they name.
 */
class SettingsCheck implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

    private static final String POLLING = "gatewatch.polling.";
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        check(new Settings(context.getEnvironment()));
        DatabaseWait.untilReachable(context.getEnvironment());
    }

    static void check(Settings settings) {
        checkDatabase(settings);
        checkReplica(settings);
        UserSettings.check(settings);
        IssuerSettings.check(settings);
        CentralSettings.checkLimits(settings);
        checkTimes(settings);
        checkMetrics(settings);
        if (settings.flag(POLLING + "enabled", true)) {
            CentralSettings.check(settings);
        }
    }

    private static void checkDatabase(Settings settings) {
        String url = settings.text("spring.datasource.url");
        String remedy = "put the address of your PostgreSQL there, such as jdbc:postgresql://db.example.com/gatewatch"
                + " (SPRING_DATASOURCE_URL in the environment)";
        if (url == null) {
            throw new UnusableSetting("spring.datasource.url", "is not set", remedy);
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new UnusableSetting("spring.datasource.url", "is no address of a PostgreSQL", remedy);
        }
    }

    private static void checkReplica(Settings settings) {
        String name = "gatewatch.results.read-url";
        String url = settings.text(name);
        if (url != null && !url.startsWith("jdbc:postgresql:")) {
            throw new UnusableSetting(
                    name,
                    "is no address of a PostgreSQL",
                    "put the address of a read replica there, such as jdbc:postgresql://replica.example.com/gatewatch, or"
                            + " leave it out");
        }
        boolean user = settings.text("gatewatch.results.read-username") != null;
        boolean password = settings.text("gatewatch.results.read-password") != null;
        if (user != password) {
            throw new UnusableSetting(
                    "gatewatch.results.read-" + (user ? "password" : "username"),
                    "is not set",
                    "put it there as well, or leave out both to use those of spring.datasource");
        }
        settings.atLeast("gatewatch.results.read-max-lag", SECOND, Duration.ofSeconds(30), "30s");
    }

    private static void checkTimes(Settings settings) {
        checkRetention(settings);
        settings.atLeast(POLLING + "deadline", SECOND, Duration.ofMinutes(15), "15m");
        settings.atLeast(POLLING + "not-found-grace", Duration.ZERO, Duration.ofMinutes(1), "1m");
        settings.atLeast(POLLING + "lease", SECOND, Duration.ofSeconds(30), "30s");
        settings.atLeast("gatewatch.central.connect-timeout", Duration.ZERO, Duration.ofSeconds(5), "5s");
        settings.atLeast("gatewatch.central.response-timeout", Duration.ZERO, Duration.ofSeconds(15), "15s");
    }

    /** Hours take over where rows end, so that they must not end before. */
    private static void checkRetention(Settings settings) {
        String name = "gatewatch.results.rollup-retention";
        Duration minute = Duration.ofMinutes(1);
        Duration rows = settings.atLeast("gatewatch.results.retention", minute, Duration.ofDays(90), "90d");
        Duration hours = settings.atLeast(name, minute, Duration.ofDays(800), "800d");
        if (hours.compareTo(rows) < 0) {
            throw new UnusableSetting(
                    name,
                    "is shorter than gatewatch.results.retention",
                    "put a duration there that is at least as long, such as 800d, or a shorter one to"
                            + " gatewatch.results.retention");
        }
    }

    private static void checkMetrics(Settings settings) {
        String name = "gatewatch.metrics.max-targets";
        if (settings.value(name, Integer.class, 3000, "a whole number such as 3000") < 0) {
            throw new UnusableSetting(name, "is less than nothing", "put a whole number such as 3000 there");
        }
    }
}
