package io.gatewatch.page;

import org.junit.jupiter.api.Test;

class ApiPageTest extends PageWorld {

    @Test
    void whoIsLoggedInReadsTheApiAndTriesItOut() {
        comeAs("otto", "operator", "");
        browser.awaitText(".user", "otto");
        browser.openAnew(page("swagger-ui.html"));
        browser.awaitText(".info .title", "Gatewatch");
        browser.click("#operations-Tasks-registerTask .opblock-summary-control");
        browser.click("#operations-Tasks-registerTask .try-out__btn");
        browser.click("#operations-Tasks-registerTask .execute");
        browser.awaitText("#operations-Tasks-registerTask .live-responses-table .response-col_status", "201");
    }
}
