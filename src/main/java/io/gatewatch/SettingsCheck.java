package io.gatewatch;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/** Looks at the settings before anything starts, so that what is missing is said in one sentence and not in a trace. */
class SettingsCheck implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

    private static final Set<String> ROLES = Set.of("viewer", "operator", "admin");
    private static final String NOT_SET = "none";

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        checkDatabase(environment);
        checkUsers(environment);
        if (environment.getProperty("gatewatch.polling.enabled", Boolean.class, true)) {
            checkCentral(environment);
        }
    }

    private static void checkDatabase(ConfigurableEnvironment environment) {
        String url = text(environment, "spring.datasource.url");
        String remedy = "put the address of your PostgreSQL there, such as jdbc:postgresql://db.example.com/gatewatch"
                + " (SPRING_DATASOURCE_URL in the environment)";
        if (url == null) {
            throw new UnusableSetting("spring.datasource.url", "is not set", remedy);
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new UnusableSetting("spring.datasource.url", "is no address of a PostgreSQL", remedy);
        }
    }

    private static void checkUsers(ConfigurableEnvironment environment) {
        List<User> users = Binder.get(environment)
                .bind("gatewatch.security.users", Bindable.listOf(User.class))
                .orElse(List.of());
        if (users.isEmpty()) {
            throw new UnusableSetting(
                    "gatewatch.security.users",
                    "is empty",
                    "give at least one user a name, a password such as {bcrypt}$2a$10$... and roles, as in"
                            + " GATEWATCH_SECURITY_USERS_0_NAME, _PASSWORD and _ROLES");
        }
        for (int i = 0; i < users.size(); i++) {
            checkUser("gatewatch.security.users[" + i + "]", users.get(i));
        }
    }

    /** As the settings have it; the binding of beans comes too late to be asked. */
    record User(
            @Nullable String name,
            @Nullable String password,
            @Nullable List<String> roles) {}

    private static void checkUser(String setting, User user) {
        if (user.name == null || user.name.isBlank() || user.name.contains(":")) {
            throw new UnusableSetting(setting + ".name", "is empty or holds a colon", "put the user's name there");
        }
        if (user.password == null || !user.password.matches("(?s)\\{(bcrypt|noop|pbkdf2.*|scrypt.*|argon2.*)}.+")) {
            throw new UnusableSetting(
                    setting + ".password",
                    "does not say how it is encoded",
                    "put {bcrypt} and the hash there, or {noop} and the password for a trial");
        }
        if (user.roles == null || user.roles.isEmpty() || !ROLES.containsAll(user.roles)) {
            throw new UnusableSetting(setting + ".roles", "is " + user.roles, "put viewer, operator or admin there");
        }
    }

    private static void checkCentral(ConfigurableEnvironment environment) {
        String name = "gatewatch.central.base-url (CENTRAL_BASE_URL)";
        String base = text(environment, "gatewatch.central.base-url");
        String remedy = "put your account's address there, such as https://us1.api.central.arubanetworks.com";
        if (base == null) {
            throw new UnusableSetting(name, "is not set", remedy + ", or set gatewatch.polling.enabled to false");
        }
        URI uri = uri(base);
        if (uri == null || uri.getHost() == null || !Set.of("http", "https").contains(scheme(uri))) {
            throw new UnusableSetting(name, "is " + base, remedy);
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new UnusableSetting(name, "has more than host, port and path", remedy);
        }
        boolean plain = scheme(uri).equals("http");
        boolean allowed = environment.getProperty("gatewatch.central.allow-http", Boolean.class, false);
        if (plain && !allowed && !isLoopback(uri.getHost())) {
            throw new UnusableSetting(
                    name,
                    "is not encrypted",
                    "use https, or set gatewatch.central.allow-http to true where that is safe");
        }
        checkCredentials(environment);
    }

    private static void checkCredentials(ConfigurableEnvironment environment) {
        if (text(environment, "gatewatch.central.access-token") != null) {
            return;
        }
        String registration = "spring.security.oauth2.client.registration.central.";
        if (isUnset(environment, registration + "client-id") || isUnset(environment, registration + "client-secret")) {
            throw new UnusableSetting(
                    "CENTRAL_CLIENT_ID or CENTRAL_CLIENT_SECRET",
                    "is not set",
                    "put the client id and secret of your API client there, or a token into CENTRAL_ACCESS_TOKEN for a trial");
        }
    }

    private static boolean isUnset(ConfigurableEnvironment environment, String name) {
        String value = text(environment, name);
        return value == null || value.equals(NOT_SET);
    }

    private static @Nullable String text(ConfigurableEnvironment environment, String name) {
        String value = environment.getProperty(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static @Nullable URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String scheme(URI uri) {
        return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(String host) {
        boolean literal = host.startsWith("127.") || host.startsWith("[") || host.equals("localhost");
        try {
            return literal && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
