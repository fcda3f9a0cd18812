package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.simulator.ScriptedAnswer;
import io.gatewatch.web.RawHttp;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds what Prometheus sees against what dashboards and rules rely on. */
class ScrapeTest extends Rounds {

    private static final String TARGET = "protocol=\"http\",serial=\"" + GATEWAY + "\",url=\"www.google.com\"";
    private static final Pattern LABEL = Pattern.compile("[{,]([a-z_]+)=\"");

    private String finished() {
        String id = task(completed());
        clock.advance(Duration.ofSeconds(5));
        round.step(10);
        return id;
    }

    /** The vendor's example as if it had been measured now. */
    private ScriptedAnswer completedNow() {
        String day = clock.instant().toString().substring(0, 11);
        return ScriptedAnswer.json(
                200,
                wire("completed.json")
                        .replace("2025-05-20T14:06:28", day + "12:00:00")
                        .replace("2025-05-20T14:06:31", day + "12:00:02"));
    }

    private String hinted(String url, String serial) {
        String id = UUID.randomUUID().toString();
        post("/api/v1/tasks", Map.of("serialNumber", serial, "taskId", id, "url", url))
                .expectStatus()
                .isCreated();
        return id;
    }

    @ParameterizedTest
    @CsvSource({
        "gateway_http_test_results_total, counter",
        "gateway_http_test_success_ratio, summary",
        "gateway_http_test_requests_sent_total, counter",
        "gateway_http_test_responses_received_total, counter",
        "gateway_http_test_response_bytes_total, counter",
        "gateway_http_test_responses_total, counter",
        "gateway_http_test_response_duration_seconds, histogram",
        "gateway_http_test_last_success_ratio, gauge",
        "gateway_http_test_last_latency_minimum_seconds, gauge",
        "gateway_http_test_last_latency_average_seconds, gauge",
        "gateway_http_test_last_latency_maximum_seconds, gauge",
        "gateway_http_test_last_completion_timestamp_seconds, gauge",
        "gateway_info, gauge",
        "gatewatch_tasks, gauge",
        "gatewatch_oldest_pending_task_timestamp_seconds, gauge",
        "gatewatch_tasks_settled_total, counter",
        "gatewatch_detection_lag_seconds, histogram",
        "gatewatch_central_requests_total, counter",
        "gatewatch_central_token_requests_total, counter"
    })
    void theMetricsOfTheContractAreThere(String name, String type) {
        task(completedNow());
        clock.advance(Duration.ofSeconds(5));
        round.step(10);
        task(RUNNING);
        assertThat(scrape()).contains("# TYPE " + name + " " + type + "\n");
    }

    @Test
    void aTargetHasNoLabelsButItsOwnAndNoIdIsOne() {
        String id = finished();
        String text = scrape();
        assertThat(text).doesNotContain(id);
        Set<String> labels = new TreeSet<>();
        text.lines().filter(line -> line.startsWith("gateway_http_test_")).forEach(line -> {
            Matcher label = LABEL.matcher(line);
            while (label.find()) {
                labels.add(label.group(1));
            }
        });
        assertThat(labels).containsExactlyInAnyOrder("serial", "url", "protocol", "outcome", "code", "le");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain;version=0.0.4 | text/plain",
                "application/openmetrics-text;version=1.0.0 | application/openmetrics-text",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited |"
                        + " application/vnd.google.protobuf",
                "*/* | text/plain"
            })
    void scrapersGetTheFormatTheyAskFor(String accept, String type) {
        finished();
        RawHttp.Reply reply = scrapeAs(accept);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("Content-Type: " + type);
    }

    private RawHttp.Reply scrapeAs(String accept) {
        scrape();
        return RawHttp.ask(managementPort, RawHttp.head("GET /actuator/prometheus", "nobody:", "Accept: " + accept));
    }

    @Test
    void theExemplarOfATargetLeadsToItsTest() {
        String id = finished();
        assertThat(scrapeAs("application/openmetrics-text").text())
                .containsPattern(
                        "gateway_http_test_response_duration_seconds_bucket\\{.*# \\{task_id=\"" + id + "\"\\} 0.654");
    }

    @Test
    void outcomesStandAtNoughtFromTheFirstHint() {
        hinted("www.google.com", GATEWAY);
        assertThat(scrape())
                .contains("gateway_http_test_results_total{outcome=\"success\"," + TARGET + "} 0.0")
                .contains("gateway_http_test_results_total{outcome=\"partial\"," + TARGET + "} 0.0")
                .contains("gateway_http_test_results_total{outcome=\"failure\"," + TARGET + "} 0.0");
    }

    @Test
    void targetsWhoseNamesAreThoseOfTheRestDoNotBreakTheScrape() {
        hinted("unknown", GATEWAY);
        hinted("other", "other");
        hinted("a\"b\\c", "other");
        String id =
                task(ScriptedAnswer.json(200, "{\"status\": \"FAILED\", \"progressPercent\": 100, \"output\": null}"));
        jdbc.sql("update target_totals set labelled = url_id <> (select id from url where text = 'a\"b\\c')")
                .update();
        clock.advance(Duration.ofSeconds(5));
        round.step(10);
        expectState(id, "finished");
        String unknown = "protocol=\"http\",serial=\"" + GATEWAY + "\",url=\"unknown\"";
        assertThat(scrape())
                .contains("gateway_http_test_results_total{outcome=\"failure\"," + unknown + "} 1.0")
                .contains("{outcome=\"failure\",protocol=\"http\",serial=\"other\",url=\"other\"} 0.0");
        assertThat(scrapeAs("application/openmetrics-text").status()).isEqualTo(200);
    }

    @Test
    void aTargetPastTheCapIsCountedAsOther() {
        hinted("www.google.com", GATEWAY);
        jdbc.sql("update target_totals set labelled = false").update();
        finished();
        assertThat(scrape())
                .contains("{outcome=\"success\",protocol=\"http\",serial=\"other\",url=\"other\"} 1.0")
                .doesNotContain("www.google.com");
    }

    @Test
    void theNewestTestIsShownForAQuarterOfAnHour() {
        task(completedNow());
        clock.advance(Duration.ofSeconds(5));
        round.step(10);
        assertThat(scrape()).contains("gateway_http_test_last_success_ratio{" + TARGET + "} 1.0");
        clock.advance(Duration.ofMinutes(15));
        assertThat(scrape())
                .doesNotContain("gateway_http_test_last_success_ratio{")
                .doesNotContain("gateway_http_test_last_latency_average_seconds{")
                .contains("gateway_http_test_last_completion_timestamp_seconds{" + TARGET);
    }

    @Test
    void whatIsTestedSeldomIsShownForThreeIntervals() {
        task(completedNow());
        clock.advance(Duration.ofSeconds(5));
        round.step(10);
        jdbc.sql("update target_totals set recent_starts = array[last_observed_at, last_observed_at - interval '1 h']")
                .update();
        clock.advance(Duration.ofMinutes(179));
        assertThat(scrape())
                .contains("gateway_http_test_last_success_ratio{")
                .contains("gateway_http_test_interval_seconds{" + TARGET + "} 3600.0");
        clock.advance(Duration.ofMinutes(2));
        assertThat(scrape()).doesNotContain("gateway_http_test_last_success_ratio{");
    }

    @Test
    void aRetiredGatewayLeavesAndItsNamesToo() {
        finished();
        jdbc.sql("update gateway set name = 'Main \"St\"', site = null").update();
        assertThat(scrape()).contains("gateway_info{name=\"Main \\\"St\\\"\",serial=\"" + GATEWAY + "\",site=\"\"} 1");
        jdbc.sql("update gateway set retired_at = now()").update();
        assertThat(scrape())
                .doesNotContain(GATEWAY)
                .contains("gatewatch_tasks_settled_total{verdict=\"finished\"} 1.0");
    }

    @Test
    void theRestNeverFallsWhenOneOfItLeaves() {
        hinted("www.example.org", "CNOTHER002");
        finished();
        jdbc.sql("update target_totals set labelled = false").update();
        String other = "gateway_http_test_results_total{outcome=\"success\",protocol=\"http\",serial=\"other\","
                + "url=\"other\"}";
        jdbc.sql("update target_totals set last_stored_at = first_seen_at - interval '31 d' where successful_tests = 1")
                .update();
        assertThat(scrape()).contains(other + " 1.0");
        jdbc.sql("update gateway set retired_at = last_seen_at where serial_number = ?")
                .param(GATEWAY)
                .update();
        assertThat(scrape()).contains(other + " 1.0");
    }

    @Test
    void aTestThatIsCommittedLateIsNotMissed() {
        finished();
        scrape();
        clock.advance(Duration.ofMinutes(10));
        scrape();
        jdbc.sql("update target_totals set successful_tests = 2").update();
        assertThat(scrape()).contains("gateway_http_test_results_total{outcome=\"success\"," + TARGET + "} 2.0");
    }

    @Test
    void aTargetLeavesWholeAfterThirtyDaysAndComesBackWithItsCounts() {
        finished();
        clock.advance(Duration.ofDays(30));
        assertThat(scrape()).doesNotContain(GATEWAY);
        task(completed());
        clock.advance(Duration.ofSeconds(5));
        round.step(10);
        assertThat(scrape()).contains("gateway_http_test_results_total{outcome=\"success\"," + TARGET + "} 2.0");
    }

    @Test
    void aTestThatStartsFarAheadIsCountedButIsNobodysNewest() {
        task(ScriptedAnswer.json(
                200, wire("completed.json").replaceAll("\"2025-[^\"]*\"", "\"2035-01-01T00:00:00Z\"")));
        clock.advance(Duration.ofSeconds(5));
        round.step(10);
        assertThat(scrape())
                .contains("gateway_http_test_results_total{outcome=\"success\"," + TARGET + "} 1.0")
                .doesNotContain("gateway_http_test_last_success_ratio{")
                .doesNotContain("gateway_http_test_last_completion_timestamp_seconds{");
    }

    @Test
    void theScrapeSaysHowOldItIsAndHowManyTargetsItTellsApart() {
        finished();
        String at = "gatewatch_snapshot_timestamp_seconds " + new BigDecimal(clock.millis() / 1000.0).doubleValue();
        assertThat(scrape())
                .contains(at)
                .contains("gatewatch_targets{labels=\"own\"} 1.0", "gatewatch_targets{labels=\"other\"} 0.0")
                .contains("gatewatch_targets_limit 3000.0");
    }

    @Test
    void theProbeIsNotThereUnlessItIsSwitchedOn() {
        finished();
        assertThat(RawHttp.ask(managementPort, RawHttp.head("GET /actuator/probe?target=" + GATEWAY, "nobody:"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void withoutPendingTasksThereIsNoOldest() {
        assertThat(scrape())
                .contains("gatewatch_tasks{state=\"pending\"} 0.0")
                .doesNotContain("gatewatch_oldest_pending_task_timestamp_seconds ");
    }

    @Test
    void whileTheDatabaseCannotBeReadTheLastFiguresAreServed() {
        finished();
        scrape();
        jdbc.sql("alter table target_totals rename to target_totals_away").update();
        try {
            assertThat(scrape()).contains("gateway_http_test_results_total{outcome=\"success\"," + TARGET + "} 1.0");
        } finally {
            jdbc.sql("alter table target_totals_away rename to target_totals").update();
        }
    }
}
