package io.gatewatch.simulator;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two calls below {@code /network-troubleshooting}: start a test, and ask how it goes. */
final class Troubleshooting {

    static final int USUAL_COUNT = 5;

    private static final Pattern START =
            Pattern.compile("/network-troubleshooting/(v1alpha1|v1)/gateways/([^/]+)/(https?)");
    private static final Pattern ASK = Pattern.compile(START.pattern() + "/async-operations/([^/]+)");
    private static final JsonMapper JSON = new JsonMapper();

    private final Clock clock;
    private final SimulatedTasks tests;
    private final Fixtures fixtures;
    private final Map<String, SimulatedGateway> gateways;
    private final Set<String> offline = ConcurrentHashMap.newKeySet();

    Troubleshooting(Clock clock, SimulatedTasks tests, Fixtures fixtures) {
        this.clock = clock;
        this.tests = tests;
        this.fixtures = fixtures;
        this.gateways = SimulatedGateway.fleet().stream()
                .collect(Collectors.toConcurrentMap(SimulatedGateway::serial, gateway -> gateway));
    }

    void add(SimulatedGateway gateway) {
        gateways.put(gateway.serial(), gateway);
    }

    void offline(String serial, boolean isOffline) {
        if (isOffline) {
            offline.add(serial);
        } else {
            offline.remove(serial);
        }
    }

    SimulatedGateway gateway(String serial) {
        var gateway = gateways.get(serial);
        if (gateway == null) {
            throw new IllegalArgumentException("No gateway " + serial + ": add it first");
        }
        return gateway;
    }

    ScriptedAnswer answer(HttpRequest request) {
        var ask = ASK.matcher(request.path());
        if (request.method().equals("GET") && ask.matches()) {
            return state(ask);
        }
        var start = START.matcher(request.path());
        if (request.method().equals("POST") && start.matches()) {
            return start(start, request.body());
        }
        return ScriptedAnswer.routeNotFound();
    }

    private ScriptedAnswer state(Matcher path) {
        var taskId = path.group(4);
        return fixtures.answerFor(path.group(2), taskId)
                .or(() -> tests.find(taskId)
                        .filter(test -> test.answersTo(path.group(2), path.group(3)))
                        .map(test -> ScriptedAnswer.json(200, new SimulatedDocument(test, clock.instant()).json())))
                .orElseGet(() -> VendorError.NOT_FOUND.in(path.group(1), taskId));
    }

    private ScriptedAnswer start(Matcher path, String body) {
        var version = path.group(1);
        var wish = parsed(body);
        var url = wish.path("url").asString("");
        int count = wish.path("count").asInt(USUAL_COUNT);
        if (url.isEmpty() || count < 1 || count > 10) {
            return VendorError.BAD_REQUEST.in(version);
        }
        if (!gateways.containsKey(path.group(2))) {
            return VendorError.NOT_FOUND.in(version, path.group(2));
        }
        if (offline.contains(path.group(2))) {
            return VendorError.CONFLICT.in(version);
        }
        var test = tests.start(gateway(path.group(2)), path.group(3), url, count);
        return ScriptedAnswer.json(202, SimulatedDocument.accepted(test, version));
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException noJson) {
            return JSON.createObjectNode();
        }
    }
}
