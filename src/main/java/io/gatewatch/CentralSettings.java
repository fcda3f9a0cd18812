package io.gatewatch;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Looks at how Central is to be reached: its address, our credentials there, and how long and how much is waited for. */
final class CentralSettings {

    private static final String PREFIX = "gatewatch.central.";
    private static final String BASE = PREFIX + "base-url (CENTRAL_BASE_URL)";
    private static final String EXAMPLE =
            "put your account's address there, such as https://us1.api.central.arubanetworks.com";
    private static final String REGISTRATION = "spring.security.oauth2.client.registration.central.";
    private static final String TOKEN_URI = "spring.security.oauth2.client.provider.central.token-uri";
    private static final String NOT_SET = "none";
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private CentralSettings() {}

    static void check(Settings settings) {
        checkAddress(settings);
        checkCredentials(settings);
    }

    /** Also where nothing is polled, because the same limits are read there. */
    static void checkLimits(Settings settings) {
        String version = settings.text(PREFIX + "api-version");
        if (version != null && !Set.of("v1alpha1", "v1").contains(version.toLowerCase(Locale.ROOT))) {
            throw new UnusableSetting(PREFIX + "api-version", "is " + version, "put v1alpha1 or v1 there");
        }
        settings.atLeast(PREFIX + "connect-timeout", SHORTEST, Duration.ofSeconds(5), "5s");
        settings.atLeast(PREFIX + "response-timeout", SHORTEST, Duration.ofSeconds(15), "15s");
        settings.flag(PREFIX + "allow-http", false);
        checkNumbers(settings);
    }

    private static void checkNumbers(Settings settings) {
        DataSize size = settings.value(
                PREFIX + "max-response-size", DataSize.class, DataSize.ofMegabytes(1), "a size such as 1MB");
        if (size.toBytes() < 1 || size.toBytes() > Integer.MAX_VALUE / 2) {
            throw new UnusableSetting(PREFIX + "max-response-size", "is " + size, "put a size from 1B to 1GB there");
        }
        double rate = settings.value(PREFIX + "requests-per-second", Double.class, 6.0, "a number such as 6");
        if (!(rate >= 0.01) || Double.isInfinite(rate)) {
            throw new UnusableSetting(PREFIX + "requests-per-second", "is " + rate, "put a number from 0.01 on there");
        }
        long budget = settings.value(PREFIX + "requests-per-day", Long.class, 0L, "a whole number such as 5000");
        if (budget < 0) {
            throw new UnusableSetting(
                    PREFIX + "requests-per-day", "is " + budget, "put the day's calls there, or 0 for no budget");
        }
    }

    private static void checkAddress(Settings settings) {
        String base = settings.text(PREFIX + "base-url");
        if (base == null) {
            throw new UnusableSetting(BASE, "is not set", EXAMPLE + ", or set gatewatch.polling.enabled to false");
        }
        URI uri = web(base);
        if (uri == null) {
            throw new UnusableSetting(BASE, "is no http or https address", EXAMPLE);
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new UnusableSetting(BASE, "has more than host, port and path", EXAMPLE);
        }
        checkEncrypted(BASE, uri, settings.flag(PREFIX + "allow-http", false));
    }

    private static void checkEncrypted(String name, URI uri, boolean allowed) {
        boolean plain = !"https".equals(scheme(uri));
        if (plain && !allowed && !isLoopback(uri.getHost())) {
            throw new UnusableSetting(
                    name,
                    "is not encrypted",
                    "use https, or set gatewatch.central.allow-http to true where that is safe");
        }
    }

    private static void checkCredentials(Settings settings) {
        if (settings.text(PREFIX + "access-token") != null) {
            return;
        }
        if (isUnset(settings, "client-id") || isUnset(settings, "client-secret")) {
            throw new UnusableSetting(
                    "CENTRAL_CLIENT_ID or CENTRAL_CLIENT_SECRET",
                    "is not set",
                    "put the client id and secret of your API client there, or a token into CENTRAL_ACCESS_TOKEN for a trial");
        }
        String name = "CENTRAL_TOKEN_URI";
        String address = settings.text(TOKEN_URI);
        URI uri = address == null ? null : web(address);
        if (uri == null) {
            throw new UnusableSetting(
                    name, "is no http or https address", "put the address there where tokens are had, or leave it out");
        }
        checkEncrypted(name, uri, settings.flag(PREFIX + "allow-http", false));
    }

    private static boolean isUnset(Settings settings, String name) {
        String value = settings.text(REGISTRATION + name);
        return value == null || value.equals(NOT_SET);
    }

    static @Nullable URI web(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = uri.getHost() != null && Set.of("http", "https").contains(scheme(uri));
            return web ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String scheme(URI uri) {
        return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    }

    static boolean isLoopback(String host) {
        boolean literal = host.startsWith("127.") || host.startsWith("[") || host.equals("localhost");
        try {
            return literal && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
