package io.gatewatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.page.Browser;
import io.gatewatch.page.Fleet;
import io.gatewatch.results.ResultsWorld;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How soon the first view of 1,000 gateways is drawn in a real browser, against the one of ten, and what it weighs. */
class PageBenchmark extends ResultsWorld {

    private static final int RUNS = Integer.getInteger("gatewatch.bench.runs", 7);
    private static final double MOST_MILLIS = 2000;

    @Test
    void theFirstViewIsThereInTwoSeconds() throws IOException {
        try (Browser browser = Browser.start()) {
            double ten = medianOf(10, browser);
            beginAnew();
            double thousand = medianOf(1000, browser);
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("millisWith1000", Math.round(thousand));
            figures.put("millisWith10", Math.round(ten));
            figures.put("ratio", Math.round(thousand / ten * 100) / 100.0);
            figures.put("bytesWith1000", browser.bytes());
            Benchmarks.report("page", figures);
            assertThat(thousand).isLessThanOrEqualTo(MOST_MILLIS);
        }
    }

    private double medianOf(int gateways, Browser browser) {
        transaction.executeWithoutResult(status -> Fleet.of(gateways, NOON, jdbc));
        browser.driver().manage().deleteAllCookies();
        browser.openAnew("http://127.0.0.1:" + port + "/");
        browser.login("vera", "viewer");
        browser.find(".fleet-list");
        double[] millis = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            browser.openAnew("http://127.0.0.1:" + port + "/");
            browser.find(".fleet-list");
            millis[i] = browser.drawnAfterMillis();
        }
        return Benchmarks.median(millis);
    }
}
