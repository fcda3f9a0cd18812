package io.gatewatch.access;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who is known by the settings, and for how long.
 *
 * @param users users with passwords, as users[0].name, users[0].password ({bcrypt} and a hash, or {noop} and the password for
 *     trials), users[0].roles (of viewer, operator, admin; each includes the one before) and users[0].gateways (serial numbers,
 *     beginnings of them such as CNJJ*, or * for all, which is the default). At least one, or an issuer of tokens
 * @param rolesClaim claim of an issuer's tokens that holds the roles; dots lead into claims, as in realm_access.roles
 * @param gatewaysClaim claim of an issuer's tokens that holds patterns of gateways. Where it is set, a token without it sees no
 *     gateway, and else all
 * @param sessionLifetime age of a session at which a person with a browser logs in again, however busy
 * @param failedLogins how many wrong passwords or tokens of one name an address may send at once, a fifth of which comes back a
 *     minute. More are a 429 with Retry-After
 * @param callsPerSecond calls a second that an address may make, twice as many at once; 0 is no limit. More are a 429 with
 *     Retry-After
 */
@Validated
@ConfigurationProperties("gatewatch.security")
record AccessProperties(
        @DefaultValue List<User> users,
        @DefaultValue("roles") String rolesClaim,
        @Nullable String gatewaysClaim,
        @DefaultValue("24h") @DurationMin(minutes = 1) Duration sessionLifetime,
        @DefaultValue("50") @Min(1) int failedLogins,
        @DefaultValue("0") @Min(0) int callsPerSecond) {

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
