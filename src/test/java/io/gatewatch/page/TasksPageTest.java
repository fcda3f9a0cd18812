package io.gatewatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

class TasksPageTest extends PageWorld {

    private static final String LOCATION =
            "/network-troubleshooting/v1/gateways/" + GATEWAY + "/https/async-operations/by-location";

    private void unreadable(String taskId) {
        register(taskId);
        jdbc.sql(
                        "update task set state = 'unreadable', settled_at = registered_at, unreadable_body = '<html>Bad gateway',"
                                + " last_error = 'no JSON' where task_id = ?")
                .param(taskId)
                .update();
    }

    private String state(String taskId) {
        return jdbc.sql("select state from task where task_id = ?")
                .param(taskId)
                .query(String.class)
                .single();
    }

    @Test
    void oneWithoutAResultSaysWhyAndIsTriedAgain() {
        unreadable("lost");
        comeAs("otto", "operator", "#/tasks?state=lost");
        browser.awaitText("tbody tr", "could not be read");
        browser.click("summary");
        assertThat(browser.text("details pre")).isEqualTo("<html>Bad gateway");
        browser.click("button[aria-label='Retry lost']");
        browser.awaitText(".notice", "is awaited again");
        browser.awaitText(".state", "None");
        assertThat(state("lost")).isEqualTo("pending");
    }

    @Test
    void oneThatIsPendingIsCancelled() {
        register("waiting");
        comeAs("otto", "operator", "#/tasks");
        browser.click("button[aria-label='Cancel waiting']");
        browser.awaitText(".state", "Nothing is pending");
        assertThat(state("waiting")).isEqualTo("cancelled");
    }

    @Test
    void pastedLinesAreRegisteredAndEachHasItsResult() {
        register("known");
        comeAs("otto", "operator", "#/register");
        browser.find("input[name=serialNumber]").sendKeys(GATEWAY);
        browser.find("textarea")
                .sendKeys(String.join(
                        "\n",
                        "alone",
                        "known",
                        LOCATION,
                        "{\"location\": \"" + LOCATION.replace("by-location", "by-answer")
                                + "\", \"status\": \"INITIATED\"}",
                        "GW9,by-csv,http,\"www.example.org\"",
                        "GW9,known",
                        "{not json",
                        "no/such/path"));
        browser.click("form.register button.primary");
        browser.awaitText("#results", "4 registered, 1 known already, 2 invalid, 1 conflict");
        assertThat(browser.texts("section[aria-labelledby=results] tbody .sign"))
                .containsExactly(
                        "Registered",
                        "Known already",
                        "Registered",
                        "Registered",
                        "Registered",
                        "Conflict",
                        "Invalid",
                        "Invalid");
        assertThat(jdbc.sql("select task_id from task order by 1")
                        .query(String.class)
                        .list())
                .containsExactly("alone", "by-answer", "by-csv", "by-location", "known");
        assertThat(jdbc.sql("select protocol from task where task_id = 'by-location'")
                        .query(String.class)
                        .single())
                .isEqualTo("https");
    }

    @Test
    void csvWithAHeaderMayHaveItsColumnsInAnyOrder() {
        comeAs("otto", "operator", "#/register");
        browser.find("textarea").sendKeys("taskId;url;serialNumber\nt1;www.example.org;GW9");
        browser.click("form.register button.primary");
        browser.awaitText("#results", "1 registered");
        assertThat(jdbc.sql("select url_hint from task").query(String.class).single())
                .isEqualTo("www.example.org");
    }

    @Test
    void aViewerMayLookAndIsToldWhoMayDoMore() {
        unreadable("lost");
        comeAsViewer("#/tasks?state=lost");
        browser.awaitText("tbody tr", "could not be read");
        assertThat(browser.driver().findElements(By.cssSelector("tbody button")))
                .isEmpty();
        browser.awaitText(".title", "an operator may register, retry and cancel");
        browser.openAnew(page("#/register"));
        browser.awaitText(".state", "You may not register tasks");
    }

    @Test
    void whatAViewersScriptTriesTheServerRefuses() {
        unreadable("lost");
        comeAsViewer("#/tasks");
        browser.awaitText("h1", "Tasks");
        Object status = browser.driver().executeAsyncScript("""
                const [done] = arguments;
                const token = document.cookie.split('; ').find((c) => c.startsWith('XSRF-TOKEN=')).slice(11);
                fetch('api/v1/tasks/lost/retry', { method: 'POST', headers: { 'X-XSRF-TOKEN': token } })
                    .then((answer) => done(answer.status));
                """);
        assertThat(status).isEqualTo(403L);
        assertThat(state("lost")).isEqualTo("unreadable");
        browser.complaints();
    }

    @Test
    void anOperatorNamesAGateway() {
        tests("GW1", 100.0, 0, 60);
        comeAs("otto", "operator", "#/gateways/GW1");
        browser.awaitText("h1", "GW1");
        browser.click("button.rename");
        browser.type("input[name=name]", "Branch 7");
        browser.click("dialog button.primary");
        browser.awaitText("h1", "Branch 7");
        assertThat(json("/api/v1/gateways/GW1").get("name").asString()).isEqualTo("Branch 7");
    }
}
