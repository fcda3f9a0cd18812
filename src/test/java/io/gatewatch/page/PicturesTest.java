package io.gatewatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A thousand gateways: what goes over the wire for the first view of them, and pictures for people to look at. */
class PicturesTest extends PageWorld {

    private void aThousand() {
        transaction.executeWithoutResult(status -> Fleet.of(1000, NOON, jdbc));
    }

    @Test
    void theFirstViewOfAThousandIsUnder500KB() {
        aThousand();
        comeAsViewer("");
        browser.awaitText(".more-rows", "900 more");
        long bytes = browser.bytes();
        System.out.println("First view of 1,000 gateways: " + bytes + " bytes over the wire");
        assertThat(bytes).isBetween(20_000L, 500_000L);
        browser.script("window.scrollTo(0, document.body.scrollHeight)");
        browser.awaitText(".more-rows", "700 more");
    }

    @ParameterizedTest
    @CsvSource({
        "fleet-light, '', light, 1440, 900, .fleet-list",
        "fleet-dark, '', dark, 1440, 900, .fleet-list",
        "fleet-phone, '', light, 390, 844, .fleet-list",
        "wall, #/wall, dark, 1920, 1080, .mosaic",
        "gateway-light, #/gateways/CNE2EF524F?window=PT1H, light, 1440, 1300, time-chart canvas",
        "gateway-dark, #/gateways/CN7F1DE29E?window=PT1H, dark, 1440, 1300, time-chart canvas",
        "urls-dark, #/urls, dark, 1440, 600, .list",
        "login-light, '', light, 1000, 700, form"
    })
    void isKeptAsAPicture(String name, String address, String scheme, int width, int height, String shown)
            throws Exception {
        aThousand();
        browser.scheme(scheme);
        browser.size(width, height);
        if (name.startsWith("login")) {
            browser.openAnew(page(address));
        } else {
            comeAs("otto", "operator", address);
        }
        browser.find(shown);
        Path picture = browser.picture(name);
        assertThat(Files.size(picture)).isGreaterThan(8_000);
        assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing is cut off at the right")
                .isEqualTo(true);
    }
}
