package io.gatewatch.simulator;

import java.util.List;

/** A gateway of the simulated fleet. */
public record SimulatedGateway(String serial, GatewayCharacter character, List<String> urls) {

    private static final String SEARCH = "www.google.com";
    private static final String PORTAL = "https://portal.example.com/login";
    private static final String SHOP = "http://shop.example.com/status";

    /** The fleet that is there from the start, one gateway of each character and two healthy ones. */
    public static List<SimulatedGateway> fleet() {
        return List.of(
                new SimulatedGateway("CNJJKLB0T1", GatewayCharacter.HEALTHY, List.of(SEARCH, PORTAL)),
                new SimulatedGateway("CNKDK2Y07Q", GatewayCharacter.SLOW, List.of(SEARCH, PORTAL)),
                new SimulatedGateway("CNLXK9R14M", GatewayCharacter.LOSING_ANSWERS, List.of(SEARCH, SHOP)),
                new SimulatedGateway("CNH8JSS0VC", GatewayCharacter.DOWN_AT_TIMES, List.of(SEARCH, PORTAL)),
                new SimulatedGateway("SG9ZKN7031", GatewayCharacter.HEALTHY, List.of(SHOP, PORTAL)));
    }

    /** Which of the two calls tests this url. */
    public static String protocolOf(String url) {
        return url.startsWith("https:") ? "https" : "http";
    }
}
