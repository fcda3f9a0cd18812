package io.gatewatch.access;

import io.gatewatch.results.GatewayScope;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** The users of the settings, and how their passwords are checked. */
@Configuration(proxyBeanMethods = false)
class Users {

    @Bean
    PasswordEncoder passwords(Clock clock) {
        return new RememberedPasswords(PasswordEncoderFactories.createDelegatingPasswordEncoder(), clock);
    }

    @Bean
    UserDetailsService knownUsers(AccessProperties properties) {
        List<UserDetails> users =
                properties.users().stream().map(Users::details).toList();
        return new InMemoryUserDetailsManager(users);
    }

    private static UserDetails details(AccessProperties.User user) {
        return User.withUsername(user.name())
                .password(user.password())
                .authorities(Authorities.of(user.roles(), GatewayScope.of(user.gateways())))
                .build();
    }
}
