package io.gatewatch;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Waits with the start until PostgreSQL can be reached, because the whole start needs it. What only a person can mend,
 * such as a wrong password, is not waited for: the start goes on and says it.
 */
final class DatabaseWait {

    private static final Logger log = LoggerFactory.getLogger(DatabaseWait.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String PREFIX = "spring.datasource.";

    /** Classes of SQLSTATE and states: no connection; starting, stopping or crashed; all connections taken. */
    private static final Set<String> AWAY = Set.of("08", "57P01", "57P02", "57P03", "53300");

    private DatabaseWait() {}

    static void untilReachable(Environment environment) {
        if (isTraining(environment)) {
            return;
        }
        SQLException fault = fault(environment);
        if (fault == null || !isAway(fault)) {
            return;
        }
        log.warn("PostgreSQL cannot be reached ({}); Gatewatch waits for it and then starts", inShort(fault));
        try (WaitingRoom room = WaitingRoom.open(environment)) {
            while (fault != null && isAway(fault)) {
                pause();
                fault = fault(environment);
            }
        }
        log.info("PostgreSQL can be reached; Gatewatch starts");
    }

    /** A start that only teaches the JVM's cache which classes are needed ends before the database is asked for anything. */
    private static boolean isTraining(Environment environment) {
        return "onRefresh".equalsIgnoreCase(environment.getProperty("spring.context.exit"));
    }

    private static @Nullable SQLException fault(Environment environment) {
        try (Connection connection =
                DriverManager.getConnection(environment.getRequiredProperty(PREFIX + "url"), properties(environment))) {
            log.trace("{} can be reached", connection);
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    /** What the pool gives the driver, too: without it the server may refuse us. */
    private static Properties properties(Environment environment) {
        Map<String, String> given = new HashMap<>(Binder.get(environment)
                .bind(PREFIX + "hikari.data-source-properties", Bindable.mapOf(String.class, String.class))
                .orElse(Map.of()));
        putIfThere(given, "user", environment.getProperty(PREFIX + "username"));
        putIfThere(given, "password", environment.getProperty(PREFIX + "password"));
        Properties properties = new Properties();
        properties.putAll(given);
        return properties;
    }

    private static void putIfThere(Map<String, String> properties, String name, @Nullable String value) {
        if (value != null) {
            properties.put(name, value);
        }
    }

    private static boolean isAway(SQLException fault) {
        String state = fault.getSQLState();
        return state != null && state.length() == 5 && (AWAY.contains(state) || AWAY.contains(state.substring(0, 2)));
    }

    /** Never with the address, which may hold a password. */
    private static String inShort(SQLException fault) {
        return String.valueOf(fault.getMessage()).replaceAll("\\s+", " ").replaceAll("[.]$", "");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Told to stop while waiting for PostgreSQL", e);
        }
    }
}
