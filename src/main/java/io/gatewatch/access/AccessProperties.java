package io.gatewatch.access;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is known by the settings, and for how long.
 *
 * @param users none where people and programs come with tokens only
 * @param rolesClaim the claim with an issuer's roles; dots lead to one inside others, as in {@code realm_access.roles}
 * @param gatewaysClaim the same for patterns of gateways; where it is set, a token without it sees none, and else all
 * @param sessionLifetime after which a person logs in again, however busy
 * @param failedLogins how many wrong passwords or tokens of one name a client may send at once; a fifth of them comes back a minute
 * @param callsPerSecond how often a client may call; 0 is no limit
 */
@ConfigurationProperties("gatewatch.security")
record AccessProperties(
        @DefaultValue List<User> users,
        @DefaultValue("roles") String rolesClaim,
        @Nullable String gatewaysClaim,
        @DefaultValue("24h") Duration sessionLifetime,
        @DefaultValue("50") int failedLogins,
        @DefaultValue("0") int callsPerSecond) {

    /**
     * One user.
     *
     * @param password with the name of its encoding in front, for example <code>{bcrypt}$2a$10$...</code>
     * @param roles of {@code viewer}, {@code operator}, {@code admin}; each includes the one before
     * @param gateways patterns of the serial numbers that the user may see, such as {@code CNJJ*}
     */
    record User(
            String name,
            String password,
            List<String> roles,
            @DefaultValue("*") List<String> gateways) {

        @Override
        public String toString() {
            return "User[" + name + ", " + roles + ", " + gateways + "]";
        }
    }
}
