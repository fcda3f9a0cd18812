package io.gatewatch.central;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.gatewatch.results.Protocol;
import io.gatewatch.simulator.ScriptedAnswer;
import io.gatewatch.simulator.SimulatedCentral;
import io.gatewatch.simulator.SteppedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

/** One replica's border to a simulated Central: all of this room as the application builds it, and nothing else. */
final class Border implements AutoCloseable {

    static final Instant NOON = Instant.parse("2025-05-21T12:00:00Z");
    static final String GATEWAY = "CNJJKLB0T1";

    static {
        // Where no application has set the levels, the network would tell its every step.
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
    }

    final SteppedClock clock = new SteppedClock(NOON);
    final SimulatedCentral upstream = SimulatedCentral.start(clock);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Pace pace;
    final AccessTokens tokens;
    final Central central;

    /** What tests set otherwise than the application does. */
    static final class Settings {

        ApiVersion version = ApiVersion.V1ALPHA1;
        Duration connectTimeout = Duration.ofSeconds(5);
        Duration responseTimeout = Duration.ofSeconds(10);
        URI baseUrl;
        String basePath = "";
        String tokenPath = "/as/token.oauth2";
        String fixedToken;
        ClientAuthenticationMethod method = ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
        String secret = SimulatedCentral.CLIENT_SECRET;

        boolean databaseAway;

        Settings databaseAway() {
            databaseAway = true;
            return this;
        }

        Settings version(ApiVersion value) {
            version = value;
            return this;
        }

        Settings connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        Settings responseTimeout(Duration value) {
            responseTimeout = value;
            return this;
        }

        /** Another server than the simulated one, which needs no token of ours. */
        Settings baseUrl(URI value) {
            baseUrl = value;
            fixedToken = "any";
            return this;
        }

        Settings basePath(String value) {
            basePath = value;
            return this;
        }

        Settings tokenPath(String value) {
            tokenPath = value;
            return this;
        }

        Settings fixedToken(String value) {
            fixedToken = value;
            return this;
        }

        Settings method(ClientAuthenticationMethod value) {
            method = value;
            return this;
        }

        Settings secret(String value) {
            secret = value;
            return this;
        }
    }

    private Border(Settings settings) {
        CentralProperties properties = properties(settings);
        CentralClient beans = new CentralClient();
        WebClient client = beans.centralWebClient(WebClient.builder(), properties);
        pace = settings.databaseAway
                ? PaceTable.outOfReach(properties, clock)
                : PaceTable.fresh().replica(properties, clock);
        tokens = beans.accessTokens(
                properties, new InMemoryClientRegistrationRepository(registration(settings)), client, meters, clock);
        central = new Central(client, tokens, pace, properties, new Calls(meters, clock), clock);
    }

    static Border open() {
        return open(new Settings());
    }

    static Border open(Settings settings) {
        return new Border(settings);
    }

    /** For what calls nobody. */
    static CentralProperties properties(double perSecond, long perDay) {
        Duration any = Duration.ofSeconds(1);
        return new CentralProperties(
                null, ApiVersion.V1, false, null, perSecond, perDay, any, any, DataSize.ofMegabytes(1));
    }

    private CentralProperties properties(Settings settings) {
        URI base = settings.baseUrl == null ? upstream.baseUrl().resolve(settings.basePath) : settings.baseUrl;
        return new CentralProperties(
                base,
                settings.version,
                false,
                settings.fixedToken,
                6,
                0,
                settings.connectTimeout,
                settings.responseTimeout,
                DataSize.ofMegabytes(1));
    }

    private ClientRegistration registration(Settings settings) {
        return ClientRegistration.withRegistrationId("central")
                .clientId(SimulatedCentral.CLIENT_ID)
                .clientSecret(settings.secret)
                .clientAuthenticationMethod(settings.method)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenUri(upstream.baseUrl() + settings.tokenPath)
                .build();
    }

    /** Asks now for a task that Central answers like this, and like the last of it ever after. */
    Answer ask(ScriptedAnswer... answers) {
        return ask(scripted(answers));
    }

    Answer ask(TestAddress address) {
        return central.ask(address, clock.instant()).block(Duration.ofSeconds(30));
    }

    TestAddress scripted(ScriptedAnswer... answers) {
        String taskId = UUID.randomUUID().toString();
        upstream.script(taskId, answers);
        return new TestAddress(GATEWAY, Protocol.HTTP, taskId);
    }

    /** Calls to Central by what they came to. */
    double counted(String outcome) {
        return meters.get("gatewatch.central.requests")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    double countedTokens(String outcome) {
        return meters.get("gatewatch.central.token.requests")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** Calls that Central saw, tokens not counted. */
    long calls() {
        return upstream.calls().stream()
                .filter(call -> call.method().equals("GET"))
                .count();
    }

    @Override
    public void close() {
        upstream.close();
    }
}
