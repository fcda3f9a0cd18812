package io.gatewatch;

import java.net.URI;
import java.time.Duration;

/** Looks at the issuer of tokens, if there is one, and at how often and how long anybody is let in. */
final class IssuerSettings {

    static final String ISSUER = "spring.security.oauth2.resourceserver.jwt.issuer-uri";

    private static final String AUDIENCES = "spring.security.oauth2.resourceserver.jwt.audiences";
    private static final String LIFETIME = "gatewatch.security.session-lifetime";

    private IssuerSettings() {}

    static boolean isSet(Settings settings) {
        return settings.text(ISSUER) != null;
    }

    static void check(Settings settings) {
        checkLimits(settings);
        settings.atLeast(LIFETIME, Duration.ofMinutes(1), Duration.ofHours(24), "24h");
        String issuer = settings.text(ISSUER);
        if (issuer != null) {
            checkAddress(issuer, settings.flag("gatewatch.security.allow-http", false));
            checkAudiences(settings);
        }
    }

    private static void checkLimits(Settings settings) {
        String tries = "gatewatch.security.failed-logins";
        if (settings.value(tries, Integer.class, 50, "a whole number such as 50") < 1) {
            throw new UnusableSetting(tries, "is less than one", "put a whole number such as 50 there");
        }
        String calls = "gatewatch.security.calls-per-second";
        if (settings.value(calls, Integer.class, 0, "a whole number, or 0 for no limit") < 0) {
            throw new UnusableSetting(calls, "is less than nothing", "put a whole number there, or 0 for no limit");
        }
    }

    private static void checkAddress(String issuer, boolean allowHttp) {
        URI uri = CentralSettings.web(issuer);
        if (uri == null || uri.getRawUserInfo() != null) {
            throw new UnusableSetting(
                    ISSUER,
                    "is no http or https address",
                    "put the issuer's address there as its tokens say it, such as https://login.example.com/realms/noc");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !allowHttp && !CentralSettings.isLoopback(uri.getHost())) {
            throw new UnusableSetting(
                    ISSUER,
                    "is not encrypted",
                    "use https, or set gatewatch.security.allow-http to true where that is safe");
        }
    }

    private static void checkAudiences(Settings settings) {
        if (settings.text(AUDIENCES) == null && settings.text(AUDIENCES + "[0]") == null) {
            throw new UnusableSetting(
                    AUDIENCES,
                    "is not set",
                    "put the audience there that the issuer writes into tokens for Gatewatch, such as gatewatch,"
                            + " so that tokens for other programs are not taken");
        }
    }
}
