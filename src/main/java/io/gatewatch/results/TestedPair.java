package io.gatewatch.results;

/** A gateway and a url that it tested, with how many tests of the window there were and how many failed. */
record TestedPair(long gatewayId, TestedUrl.Position url, long tests, long failed) {

    boolean judged() {
        return tests >= Verdict.Thresholds.FIXED.leastTests();
    }

    boolean fails() {
        return judged() && failed * 100 >= tests * Verdict.Thresholds.FIXED.failedTestsPercent();
    }

    /** Whether nobody said the url; then it is none that others could test. */
    boolean unknown() {
        return url.urlId() == 0;
    }
}
