package io.gatewatch.simulator;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** HPE Aruba Networking Central on loopback: tokens, limits, tests that run by the clock, and scripts for tests. */
public final class SimulatedCentral implements AutoCloseable {

    public static final String CLIENT_ID = "gatewatch";
    public static final String CLIENT_SECRET = "simulated";

    private static final long USUAL_SEED = 1;
    private static final Pattern TOKEN_PATH =
            Pattern.compile("/as/token\\.oauth2|/authorization/v2/oauth2/[^/]+/token");

    private final Clock clock;
    private final TokenDesk tokens;
    private final RateLimit limit = new RateLimit();
    private final Fixtures fixtures = new Fixtures();
    private final SimulatedTasks tests;
    private final Troubleshooting troubleshooting;
    private final CallLog calls;
    private final HttpDoor door;
    private volatile ScriptedAnswer outage;
    private volatile Disturbance disturbance = new Disturbance(1, 0, () -> null);

    private SimulatedCentral(Clock clock, int port, long seed) {
        this.clock = clock;
        this.tokens = new TokenDesk(clock, CLIENT_ID, CLIENT_SECRET);
        this.tests = new SimulatedTasks(clock, seed);
        this.troubleshooting = new Troubleshooting(clock, tests, fixtures);
        this.calls = new CallLog(clock);
        this.door = new HttpDoor(port, clock, this::answer);
    }

    /** On any free port, with the usual seed. */
    public static SimulatedCentral start(Clock clock) {
        return start(clock, 0, USUAL_SEED);
    }

    /** The same seed, gateways and order of starts give the same task ids and outcomes. */
    public static SimulatedCentral start(Clock clock, int port, long seed) {
        return new SimulatedCentral(clock, port, seed);
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + door.port());
    }

    public URI tokenUri() {
        return baseUrl().resolve("/as/token.oauth2");
    }

    /** A bearer token without the call for it. */
    public String issueToken() {
        return tokens.issue();
    }

    public void tokenLifetime(Duration lifetime) {
        tokens.lifetime(lifetime);
    }

    public void revokeTokens() {
        tokens.revokeAll();
    }

    /** Token calls answer this status from now on; 0 mends it. */
    public void failTokenCalls(int status) {
        tokens.fail(status);
    }

    public int tokenCalls() {
        return tokens.calls();
    }

    /** So many calls, other than for tokens, within any second; 0 for no limit. */
    public void limit(int perSecond) {
        limit.limit(perSecond);
    }

    /** How a 429 says how long to wait, and how long that is. */
    public void hint(RetryHint hint, Duration wait) {
        limit.hint(hint, wait);
    }

    /** Every call but those for tokens meets this from now on, until {@link #mendCalls()}. */
    public void failCalls(ScriptedAnswer answer) {
        outage = answer;
    }

    public void mendCalls() {
        outage = null;
    }

    /** Every so-manieth call but those for tokens meets this from now on, but no more than so many. */
    public void disturb(int every, int most, Supplier<ScriptedAnswer> answer) {
        disturbance = new Disturbance(every, most, answer);
    }

    /** How many calls met what {@link #disturb} said. */
    public int disturbed() {
        return disturbance.met();
    }

    /** How long after its end a test can still be asked about: 10 minutes unless told. */
    public void forgetAfter(Duration memory) {
        tests.forgetAfter(memory);
    }

    /** A gateway beside, or in place of one of, {@link SimulatedGateway#fleet()}. */
    public void add(SimulatedGateway gateway) {
        troubleshooting.add(gateway);
    }

    /** Whether starting a test on this gateway is a 409. */
    public void offline(String serial, boolean isOffline) {
        troubleshooting.offline(serial, isOffline);
    }

    /** Starts a test as another client of Central would, and returns its task id. */
    public String startTest(String serial, String protocol, String url) {
        var gateway = troubleshooting.gateway(serial);
        return tests.start(gateway, protocol, url, Troubleshooting.USUAL_COUNT).taskId();
    }

    /** The whole body of the 202 with which Central, in its {@code v1alpha1}, said that this test was started. */
    public String accepted(String taskId) {
        return SimulatedDocument.accepted(tests.find(taskId).orElseThrow(), "v1alpha1");
    }

    /** Answers exactly this text, with 200, for this task of this gateway. */
    public void holdDocument(String serial, String taskId, String json) {
        fixtures.hold(serial, taskId, json);
    }

    /** Answers these for this task, one a call, and the last one ever after. */
    public void script(String taskId, ScriptedAnswer... answers) {
        fixtures.script(taskId, answers);
    }

    /** The last 10,000 calls, tokens included, oldest first. */
    public List<RecordedCall> calls() {
        return calls.all();
    }

    private ScriptedAnswer answer(HttpRequest request) {
        var answer =
                TOKEN_PATH.matcher(request.path()).matches() && request.method().equals("POST")
                        ? tokens.answer(request)
                        : guarded(request);
        calls.add(request, answer.status());
        return answer;
    }

    private ScriptedAnswer guarded(HttpRequest request) {
        var broken = outage;
        if (broken != null) {
            return broken;
        }
        var version = request.path().startsWith("/network-troubleshooting/v1/") ? "v1" : "v1alpha1";
        if (!tokens.accepts(request.header("authorization"))) {
            return VendorError.UNAUTHORIZED.in(version);
        }
        var disturbed = disturbance.next();
        if (disturbed != null) {
            return disturbed;
        }
        var now = clock.instant();
        return limit.admits(now)
                ? troubleshooting.answer(request)
                : VendorError.TOO_MANY_REQUESTS.in(version).with(limit.hint(now));
    }

    @Override
    public void close() {
        door.close();
    }
}
