package io.gatewatch.central;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** How Central is called: bounded connections, bounded times, no redirects, and no retries that nobody counts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CentralProperties.class)
class CentralClient {

    /** As many asks as this are under way at once; more wait in the table, not in memory. */
    static final int CONNECTIONS = 256;

    private static final int LONGEST_HEADERS = 64 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(20);

    @Bean
    WebClient centralWebClient(WebClient.Builder builder, CentralProperties properties) {
        return builder.clientConnector(new ReactorClientHttpConnector(http(properties)))
                .build();
    }

    @Bean
    AccessTokens accessTokens(
            CentralProperties properties,
            ClientRegistrationRepository registrations,
            WebClient centralWebClient,
            MeterRegistry meters,
            Clock clock) {
        if (properties.accessToken() != null && !properties.accessToken().isBlank()) {
            return AccessTokens.fixed(properties.accessToken(), meters, clock);
        }
        ClientRegistration central = Objects.requireNonNull(registrations.findByRegistrationId("central"));
        return new AccessTokens(endpoint(central, centralWebClient, properties), meters, clock);
    }

    private static Mono<OAuth2AccessToken> endpoint(
            ClientRegistration central, WebClient client, CentralProperties properties) {
        WebClientReactiveClientCredentialsTokenResponseClient endpoint =
                new WebClientReactiveClientCredentialsTokenResponseClient();
        endpoint.setWebClient(client);
        endpoint.setBodyExtractor(new TokenReply());
        return endpoint.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(central))
                .timeout(properties.connectTimeout().plus(properties.responseTimeout()))
                .map(OAuth2AccessTokenResponse::getAccessToken);
    }

    private static HttpClient http(CentralProperties properties) {
        ConnectionProvider connections = ConnectionProvider.builder("central")
                .maxConnections(CONNECTIONS)
                .pendingAcquireMaxCount(CONNECTIONS)
                .pendingAcquireTimeout(properties.responseTimeout())
                .maxIdleTime(IDLE)
                .build();
        return HttpClient.create(connections)
                .disableRetry(true)
                .followRedirect(false)
                .resolver(new CheckedAddresses())
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(properties.connectTimeout().toMillis()))
                .httpResponseDecoder(decoder -> decoder.maxHeaderSize(LONGEST_HEADERS));
    }
}
