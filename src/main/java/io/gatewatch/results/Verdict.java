package io.gatewatch.results;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;

/**
 * Whether it is a pair of gateway and url, a gateway, a url, or the world that fails, by the definitions of
 * {@code docs/verdicts.md}.
 *
 * @param from the start of the window, inclusive
 * @param to its end, exclusive
 * @param verdict the answer in one word
 * @param all whether everything fails, and the figures of all tests
 * @param urls those that fail everywhere; no items when all fails
 * @param gateways those that fail everything; no items when all fails
 * @param pairs those that fail and that no wider verdict explains
 */
public record Verdict(
        Instant from,
        Instant to,
        Conclusion verdict,
        Thresholds thresholds,
        All all,
        Level<FailingUrl> urls,
        Level<FailingGateway> gateways,
        Level<FailingPair> pairs) {

    /** The answer in one word. */
    public enum Conclusion {
        ALL_FAILS("allFails"),
        SOME_FAIL("someFail"),
        NONE_FAILS("noneFails"),
        TOO_FEW_TESTS("tooFewTests");

        private final String text;

        Conclusion(String text) {
            this.text = text;
        }

        @JsonValue
        public String text() {
            return text;
        }
    }

    /** What a group of pairs comes to. */
    public enum Standing {
        FAILS("fails"),
        NOT_FAILING("notFailing"),
        TOO_FEW_TESTS("tooFewTests");

        private final String text;

        Standing(String text) {
            this.text = text;
        }

        @JsonValue
        public String text() {
            return text;
        }
    }

    /**
     * The numbers of the definitions.
     *
     * @param leastTests of a pair, to be judged
     * @param failedTestsPercent of a judged pair, at least, to fail
     * @param failingPairsPercent of the judged pairs of a url, a gateway or all, at least, to fail
     * @param leastGateways with judged pairs, for a url or all
     * @param leastUrls with judged pairs, for a gateway or all
     */
    public record Thresholds(
            int leastTests, int failedTestsPercent, int failingPairsPercent, int leastGateways, int leastUrls) {

        static final Thresholds FIXED = new Thresholds(3, 50, 80, 2, 2);
    }

    /** All pairs together. */
    public record All(Standing verdict, long judgedPairs, long failingPairs, Figures figures) {}

    /**
     * What was judged at one level, and what of it failed.
     *
     * @param tooFewTests how many were tested but could not be judged
     * @param items the worst hundred at most of those that fail and that nothing wider explains
     * @param leftOut how many more of them there are
     */
    public record Level<T>(long judged, long failing, long tooFewTests, List<T> items, long leftOut) {}

    /** A url that fails everywhere. */
    public record FailingUrl(
            String url, Protocol protocol, long judgedGateways, long failingGateways, Figures figures) {}

    /** A gateway that fails everything. */
    public record FailingGateway(
            @JsonUnwrapped GatewayName gateway, long judgedUrls, long failingUrls, Figures figures) {}

    /** A gateway and a url that fail together, while neither fails as a whole. */
    public record FailingPair(@JsonUnwrapped GatewayName gateway, String url, Protocol protocol, Figures figures) {}
}
