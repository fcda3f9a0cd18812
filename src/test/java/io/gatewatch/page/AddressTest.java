package io.gatewatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** Whoever opens an address sees what the one saw who sent it. */
class AddressTest extends PageWorld {

    @BeforeEach
    void someTests() {
        oneIsDown();
    }

    @Test
    void filtersAndWindowsAreInTheAddress() {
        comeAsViewer("");
        browser.awaitText(".fleet-list tbody tr", "GOOD");
        browser.type("input[type=search]", "turin");
        browser.awaitText(".more-rows", "1 gateways");
        browser.find("nav[aria-label=Window] a:nth-child(4)").click();
        browser.awaitText("nav[aria-label=Window] a[aria-current=true]", "24 h");
        String shared = browser.address();
        assertThat(shared).contains("q=turin").contains("window=PT24H");
        browser.openAnew(shared);
        browser.awaitText(".fleet-list tbody tr", "Branch 12");
        assertThat(browser.texts(".fleet-list tbody th a")).containsExactly("Branch 12");
        assertThat(browser.find("input[type=search]").getDomProperty("value")).isEqualTo("turin");
    }

    @Test
    void aPinnedRangeShowsThatVeryRangeLater() {
        comeAsViewer("#/gateways/DOWN?window=PT3H");
        browser.awaitText(".bar button", "Pin this range");
        browser.click(".bar button");
        browser.awaitText(".fixed", "11:00");
        String shared = browser.address();
        assertThat(shared).contains("from=2025-05-21T09%3A00%3A00Z").contains("to=2025-05-21T12%3A0");
        clock.advance(Duration.ofHours(3));
        browser.openAnew(shared);
        browser.awaitText(".fixed", "2025");
        browser.awaitText(".tile", "36");
        assertThat(browser.text(".fixed")).contains("11:00:00").contains("14:0");
    }

    @Test
    void aPointOfAChartLeadsToItsTests() {
        comeAsViewer("#/gateways/DOWN?window=PT3H");
        browser.find("time-chart .u-over");
        new Actions(browser.driver())
                .moveToElement(browser.find("time-chart .u-over"), 100, 0)
                .click()
                .perform();
        browser.awaitText("#tests-title", "under the point");
        assertThat(browser.address()).contains("at=2025-05-21T");
        assertThat(browser.all("section[aria-labelledby=tests-title] tbody tr")).hasSizeBetween(0, 4);
    }

    @Test
    void draggingOverAChartZoomsIntoTheAddress() {
        comeAsViewer("#/gateways/DOWN?window=PT3H");
        browser.find("time-chart .u-over");
        new Actions(browser.driver())
                .moveToElement(browser.find("time-chart .u-over"), -200, 0)
                .clickAndHold()
                .moveByOffset(300, 0)
                .release()
                .perform();
        browser.find(".fixed");
        assertThat(browser.address()).contains("from=").contains("to=").doesNotContain("window=");
    }

    @Test
    void theWayBackLeadsToTheViewBefore() {
        comeAsViewer("#/urls");
        browser.awaitText("h1", "Urls");
        browser.click("a.row");
        browser.awaitText("h1", "www.example");
        browser.driver().navigate().back();
        browser.awaitText("h1", "Urls");
    }

    @Test
    void theKeyboardAloneLeadsThroughTheFleet() {
        comeAsViewer("");
        browser.awaitText(".fleet-list tbody tr", "GOOD");
        browser.press("j");
        browser.driver().switchTo().activeElement().sendKeys("j");
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        browser.awaitText("h1", "LOSSY");
        browser.press("u");
        browser.awaitText(".fleet-list tbody tr", "GOOD");
        browser.press("]");
        browser.awaitText("nav[aria-label=Window] a[aria-current=true]", "3 h");
        browser.press("/");
        assertThat(browser.driver().switchTo().activeElement().getDomAttribute("id"))
                .isEqualTo("filter");
    }
}
