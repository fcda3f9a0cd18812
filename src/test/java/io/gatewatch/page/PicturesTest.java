package io.gatewatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thousand gateways: what goes over the wire for the first view of them, and pictures for people to look at. */
class PicturesTest extends PageWorld {

    private static final String GATEWAY_OF_MANY = "CNE2EF524F";

    private static final List<Picture> PICTURES = List.of(
            new Picture("fleet-light", "#/", "light", 1440, 900, ".fleet-list"),
            new Picture("fleet-dark", "#/", "dark", 1440, 900, ".fleet-list"),
            new Picture("fleet-phone", "#/", "light", 390, 844, ".fleet-list"),
            new Picture("wall", "#/wall", "dark", 1920, 1080, ".mosaic"),
            new Picture("gateway-light", "#/gateways/GOOD?window=PT3H", "light", 1440, 1250, "time-chart canvas"),
            new Picture("gateway-dark", "#/gateways/LOSSY?window=PT3H", "dark", 1440, 1250, "time-chart canvas"),
            new Picture("gateway-phone", "#/gateways/LOSSY?window=PT3H", "light", 390, 844, "time-chart canvas"),
            new Picture("failing-dark", "#/gateways/" + GATEWAY_OF_MANY, "dark", 1440, 900, "time-chart canvas"),
            new Picture("urls-dark", "#/urls", "dark", 1440, 600, ".list"),
            new Picture("tasks-light", "#/tasks", "light", 1440, 600, ".list"),
            new Picture("register-light", "#/register", "light", 1440, 700, "textarea"));

    /** What is to be seen where, and by what it is known to be there. */
    private record Picture(String name, String address, String scheme, int width, int height, String shown) {}

    @BeforeEach
    void aThousandGateways() {
        transaction.executeWithoutResult(status -> Fleet.of(1000, NOON, jdbc));
    }

    @Test
    void theFirstViewOfAThousandIsUnder500KB() {
        comeAsViewer("");
        browser.awaitText(".more-rows", "900 more");
        long bytes = browser.bytes();
        System.out.println("First view of 1,000 gateways: " + bytes + " bytes over the wire");
        assertThat(bytes).isBetween(20_000L, 500_000L);
        browser.script("window.scrollTo(0, document.body.scrollHeight)");
        browser.awaitText(".more-rows", "700 more");
    }

    @Test
    void everyLookIsKeptAsAPictureAndNoneIsCutOffAtTheRight() throws Exception {
        oneIsDown();
        register("waiting");
        browser.openAnew(page(""));
        browser.find("input[name=password]");
        browser.picture("login");
        browser.login("otto", "operator");
        browser.find(".fleet-list");
        for (Picture picture : PICTURES) {
            browser.scheme(picture.scheme);
            browser.size(picture.width, picture.height);
            browser.openAnew(page(picture.address));
            browser.find(picture.shown);
            assertThat(Files.size(browser.picture(picture.name)))
                    .as(picture.name)
                    .isGreaterThan(8_000);
            assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth"))
                    .as(picture.name)
                    .isEqualTo(true);
        }
    }
}
