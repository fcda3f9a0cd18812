package io.gatewatch.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Remembers for some minutes that a password was right, because checking one costs more than answering most questions.
 * What is kept is a hash under a key that lives as long as the process; wrong passwords are checked every time.
 */
class RememberedPasswords implements PasswordEncoder {

    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MOST = 1000;

    private final PasswordEncoder encoder;
    private final Clock clock;
    private final SecretKeySpec key;

    private final Map<String, Instant> right = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    };

    RememberedPasswords(PasswordEncoder encoder, Clock clock) {
        this.encoder = encoder;
        this.clock = clock;
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    @Override
    public @Nullable String encode(@Nullable CharSequence password) {
        return encoder.encode(password);
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
        String both = hash(String.valueOf(encoded).length() + ":" + encoded + password);
        if (isRemembered(both)) {
            return true;
        }
        boolean matches = encoder.matches(password, encoded);
        if (matches) {
            remember(both);
        }
        return matches;
    }

    private synchronized boolean isRemembered(String hash) {
        Instant until = right.get(hash);
        return until != null && clock.instant().isBefore(until);
    }

    private synchronized void remember(String hash) {
        right.put(hash, clock.instant().plus(REMEMBERED));
    }

    private String hash(String text) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
