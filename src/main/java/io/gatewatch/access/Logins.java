package io.gatewatch.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientPropertiesMapper;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.stereotype.Component;

/**
 * The client registrations of the settings. A provider is asked for its description when it is first needed, so that one that
 * is away does not keep the service from starting.
 */
@Component
public class Logins implements ClientRegistrationRepository {

    private static final String START = "/oauth2/authorization/";

    private final AccessProperties access;
    private final OAuth2ClientProperties properties;
    private final Map<String, ClientRegistration> known = new ConcurrentHashMap<>();

    Logins(AccessProperties access, OAuth2ClientProperties properties) {
        this.access = access;
        this.properties = properties;
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        OAuth2ClientProperties.Registration asked = properties.getRegistration().get(id);
        ClientRegistration before = known.get(id);
        if (asked == null || before != null) {
            return before;
        }
        ClientRegistration registration = registration(id, asked);
        known.put(id, registration);
        return registration;
    }

    private ClientRegistration registration(String id, OAuth2ClientProperties.Registration asked) {
        OAuth2ClientProperties alone = new OAuth2ClientProperties();
        alone.getRegistration().put(id, asked);
        alone.getProvider().putAll(properties.getProvider());
        try {
            return Objects.requireNonNull(new OAuth2ClientPropertiesMapper(alone)
                    .asClientRegistrations()
                    .get(id));
        } catch (IllegalArgumentException e) {
            throw new AuthenticationServiceException("The provider of the login " + id + " cannot be asked", e);
        }
    }

    /** Whether there are users with passwords. */
    public boolean withPassword() {
        return !access.users().isEmpty();
    }

    /**
     * Where else people may log in.
     *
     * @param name what people call it
     * @param url where to go
     */
    public record Place(String name, String url) {}

    /** All such places, in the order of their names. */
    public List<Place> elsewhere() {
        return properties.getRegistration().entrySet().stream()
                .filter(entry -> isLogin(entry.getValue()))
                .map(entry -> new Place(
                        Objects.requireNonNullElse(entry.getValue().getClientName(), entry.getKey()),
                        START + entry.getKey()))
                .sorted(Comparator.comparing(Place::name))
                .toList();
    }

    /** The client of Central is no login. */
    private static boolean isLogin(OAuth2ClientProperties.Registration registration) {
        String grant = registration.getAuthorizationGrantType();
        return grant == null
                || AuthorizationGrantType.AUTHORIZATION_CODE.getValue().equals(grant);
    }

    /** None but those that people may log in with. */
    ClientRegistrationRepository registrationsOfPeople() {
        return id -> elsewhere().stream().anyMatch(place -> place.url().equals(START + id))
                ? findByRegistrationId(id)
                : null;
    }

    /** A login is over once it said who somebody is: the provider's tokens are not kept. */
    static final class Forgetful implements OAuth2AuthorizedClientRepository {

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // It is so in the interface.
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String id, Authentication who, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication who,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String id, Authentication who, HttpServletRequest request, HttpServletResponse response) {}
    }
}
