package io.gatewatch.access;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Who seems to be asking, before anybody is believed.
 *
 * @param address of the client, or of a trusted proxy's client where forwarded headers are taken
 * @param claimed the name that comes with a password, a mark of a token, or null when nobody says who they are
 */
record Client(String address, @Nullable String claimed) {

    private static final int LONGEST_NAME = 100;

    static Client of(HttpServletRequest request) {
        return new Client(String.valueOf(request.getRemoteAddr()), claimed(request));
    }

    /** A network of IPv6 is one client: who has one address there has all. */
    String network() {
        String[] parts = address.split(":", -1);
        return parts.length > 4 && !address.contains("::")
                ? String.join(":", parts[0], parts[1], parts[2], parts[3])
                : address;
    }

    private static @Nullable String claimed(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return SessionLogin.isLogin(request) ? cut(request.getParameter("username")) : null;
        }
        boolean basic = header.regionMatches(true, 0, "Basic ", 0, 6);
        return basic ? cut(name(header.substring(6).strip())) : "token " + mark(header);
    }

    private static @Nullable String name(String encoded) {
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? text : text.substring(0, colon);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Tells one token from another, and nothing else about either. */
    private static String mark(String token) {
        return HexFormat.of().formatHex(TokenDoor.hash(token), 0, 4);
    }

    private static String cut(@Nullable String name) {
        String text = name == null ? "" : name.toLowerCase(Locale.ROOT);
        return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
    }
}
