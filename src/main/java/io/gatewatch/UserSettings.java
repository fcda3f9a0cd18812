package io.gatewatch;

import io.gatewatch.results.GatewayScope;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/** Looks at the users: without one nobody could ever ask, and a password that can never match is better said at once. */
final class UserSettings {

    private static final String USERS = "gatewatch.security.users";
    private static final Set<String> ROLES = Set.of("viewer", "operator", "admin");

    private static final Pattern PASSWORD = Pattern.compile(
            "\\{bcrypt}\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}|\\{(noop|pbkdf2|pbkdf2@SpringSecurity_v5_8)}.+",
            Pattern.DOTALL);

    private UserSettings() {}

    /** As the settings have it; the binding of beans comes too late to be asked. */
    record User(
            @Nullable String name,
            @Nullable String password,
            @Nullable List<String> roles,
            @Nullable List<String> gateways) {}

    static void check(Settings settings) {
        List<User> users = users(settings);
        if (users.isEmpty() && !IssuerSettings.isSet(settings)) {
            throw new UnusableSetting(
                    USERS,
                    "is empty",
                    "give at least one user a name, a password such as {bcrypt}$2a$10$... and roles, as in"
                            + " GATEWATCH_SECURITY_USERS_0_NAME, _PASSWORD and _ROLES, or name the issuer of your"
                            + " tokens in " + IssuerSettings.ISSUER);
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < users.size(); i++) {
            String setting = USERS + "[" + i + "]";
            check(setting, users.get(i));
            if (!names.add(String.valueOf(users.get(i).name).toLowerCase(Locale.ROOT))) {
                throw new UnusableSetting(setting + ".name", "is another user's, too", "put another name there");
            }
        }
    }

    private static List<User> users(Settings settings) {
        try {
            return Binder.get(settings.environment())
                    .bind(USERS, Bindable.listOf(User.class))
                    .orElse(List.of());
        } catch (BindException e) {
            throw new UnusableSetting(
                    e.getName().toString(),
                    "cannot be read as a user",
                    "number users from 0, as in GATEWATCH_SECURITY_USERS_0_NAME, _PASSWORD and _ROLES");
        }
    }

    private static void check(String setting, User user) {
        if (user.name == null || user.name.isBlank() || user.name.contains(":")) {
            throw new UnusableSetting(setting + ".name", "is empty or holds a colon", "put the user's name there");
        }
        if (user.password == null || !PASSWORD.matcher(user.password).matches()) {
            throw new UnusableSetting(
                    setting + ".password",
                    "is no password with the name of its encoding in front",
                    "put {bcrypt} and a bcrypt hash there, or {noop} and the password for a trial");
        }
        if (user.roles == null || user.roles.isEmpty() || !ROLES.containsAll(user.roles)) {
            throw new UnusableSetting(
                    setting + ".roles",
                    user.roles == null || user.roles.isEmpty() ? "is empty" : "holds a role that there is not",
                    "put viewer, operator or admin there");
        }
        if (user.gateways != null
                && !user.gateways.stream().allMatch(pattern -> pattern.matches(GatewayScope.PATTERN))) {
            throw new UnusableSetting(
                    setting + ".gateways",
                    "holds what is no serial number",
                    "put serial numbers there, beginnings of them with a * such as CNJJ*, or leave it out for all");
        }
    }
}
