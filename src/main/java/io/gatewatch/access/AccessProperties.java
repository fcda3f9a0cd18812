package io.gatewatch.access;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The users that come with their name and password.
 *
 * @param users none where people and programs come with tokens only
 */
@ConfigurationProperties("gatewatch.security")
record AccessProperties(@DefaultValue List<User> users) {

    /**
     * One user.
     *
     * @param password with the name of its encoding in front, for example <code>{bcrypt}$2a$10$...</code>
     * @param roles of {@code viewer}, {@code operator}, {@code admin}; each includes the one before
     */
    record User(String name, String password, List<String> roles) {

        @Override
        public String toString() {
            return "User[" + name + ", " + roles + "]";
        }
    }
}
