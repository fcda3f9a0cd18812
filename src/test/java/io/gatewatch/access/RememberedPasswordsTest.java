package io.gatewatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

/** A right password is checked once in some minutes, a wrong one every time. */
class RememberedPasswordsTest {

    private final SteppedClock clock = new SteppedClock(Instant.parse("2025-05-21T12:00:00Z"));
    private final AtomicInteger checks = new AtomicInteger();
    private final RememberedPasswords passwords = new RememberedPasswords(new Counting(), clock);

    /** Right is what is the same but for its brackets. */
    private final class Counting implements PasswordEncoder {

        @Override
        public String encode(CharSequence password) {
            return "{" + password + "}";
        }

        @Override
        public boolean matches(CharSequence password, String encoded) {
            checks.incrementAndGet();
            return encode(password).equals(encoded);
        }
    }

    @Test
    void aRightOneIsCheckedOnceInFiveMinutes() {
        for (int i = 0; i < 10; i++) {
            assertThat(passwords.matches("secret", "{secret}")).isTrue();
        }
        assertThat(checks).hasValue(1);
        clock.advance(Duration.ofMinutes(5));
        assertThat(passwords.matches("secret", "{secret}")).isTrue();
        assertThat(checks).hasValue(2);
    }

    @Test
    void aWrongOneIsCheckedEveryTime() {
        assertThat(passwords.matches("guess", "{secret}")).isFalse();
        assertThat(passwords.matches("guess", "{secret}")).isFalse();
        assertThat(checks).hasValue(2);
    }

    @Test
    void onceItIsChangedTheOldOneIsWrong() {
        assertThat(passwords.matches("secret", "{secret}")).isTrue();
        assertThat(passwords.matches("secret", "{changed}")).isFalse();
    }

    @Test
    void aThousandAreRememberedAndNoMore() {
        for (int i = 0; i <= 1000; i++) {
            passwords.matches("p" + i, "{p" + i + "}");
        }
        checks.set(0);
        passwords.matches("p1000", "{p1000}");
        assertThat(checks).hasValue(0);
        passwords.matches("p0", "{p0}");
        assertThat(checks).hasValue(1);
    }
}
