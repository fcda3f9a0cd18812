package io.gatewatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.World;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

/**
 * How long a report on a month of 1,000 gateways takes that test one url every five minutes, five requests each: the whole
 * as a table, and a page of 500; and the history of the url over all of them. The baseline of the same run reads every hour, as if no day
 * had been added up.
 */
class AvailabilityBenchmark extends World {

    private static final int RUNS = Integer.getInteger("gatewatch.bench.runs", 5);
    private static final int GATEWAYS = Integer.getInteger("gatewatch.bench.gateways", 1000);
    /** Of bytes, as an empty answer is quick, too. */
    private static final int LEAST = 100 * Math.min(500, GATEWAYS);

    private static final String REPORT =
            "/api/v1/reports/availability?limit=500&from=2025-04-20T00:00:00Z&to=2025-05-21T00:00:00Z";

    private static final String URL_HISTORY =
            "/api/v1/urls/history?url=unknown&step=P1D&from=2025-04-20T00:00:00Z&to=2025-05-21T00:00:00Z";
    private static final MediaType CSV = MediaType.parseMediaType("text/csv");

    /** Every hour twelve tests and sixty response times in some fifteen buckets. */
    private static final String HOURS = """
            insert into hourly_figures (gateway_id, url_id, protocol, hour, last_stored_at, successful_tests, partial_tests,
                failed_tests, rated_tests, success_rate_sum, requests_sent, responses_received, response_bytes, rated_bytes,
                rated_millis, latency_count, latency_sum_millis, latency_minimum_millis, latency_maximum_millis,
                bucket_indexes, bucket_counts, buckets)
            select g.id, 0, 'http', h, h, 12, 0, 0, 12, 1200, 60, 60, 1200000, 1200000, 24000, 60, 24000, 100, 900,
                   b.indexes, b.counts, b.packed
            from gateway g, generate_series(timestamptz '2025-04-20Z', timestamptz '2025-05-20 23:00Z', '1 hour') h,
                 lateral (select array_agg(i order by i) as indexes, array_agg(n order by i) as counts,
                                 string_agg(int2send(i) || set_byte('\\x00'::bytea, 0, n::int), ''::bytea order by i) as packed
                          from (select (-16 + g.id % 8 + round((random() + random() + random() - 1.5) * 8))::smallint as i,
                                       count(*) as n
                                from generate_series(1, 60) where h is not null group by 1) x) b
            """;

    private void fill() {
        runScheduled("Upkeep.keepUp");
        jdbc.sql("insert into gateway (serial_number, first_seen_at, last_seen_at)"
                        + " select 'GW' || n, 'epoch', 'epoch' from generate_series(1, ?) n")
                .param(GATEWAYS)
                .update();
        jdbc.sql("insert into target_totals (gateway_id, url_id, protocol, labelled, first_seen_at)"
                        + " select id, 0, 'http', false, 'epoch' from gateway")
                .update();
        jdbc.sql(HOURS).update();
        jdbc.sql("vacuum analyze").update();
    }

    private double[] millis(String path, MediaType type, int least) {
        double[] millis = new double[RUNS];
        for (int run = -1; run < RUNS; run++) {
            long start = System.nanoTime();
            http.get()
                    .uri(path)
                    .headers(headers -> headers.setBasicAuth("vera", "viewer"))
                    .accept(type)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(byte[].class)
                    .value(body -> assertThat(body.length > least).isTrue());
            if (run >= 0) {
                millis[run] = (System.nanoTime() - start) / 1e6;
            }
        }
        return millis;
    }

    @Test
    void aMonthOfAThousandGateways() throws IOException {
        fill();
        double hours = Benchmarks.median(millis(REPORT, CSV, LEAST));
        double urlFromHours = Benchmarks.median(millis(URL_HISTORY, MediaType.APPLICATION_JSON, 31 * 300));
        long start = System.nanoTime();
        runScheduled("DayUpkeep.sumUp");
        double addingUp = (System.nanoTime() - start) / 1e6;
        jdbc.sql("vacuum analyze daily_figures").update();
        double table = Benchmarks.median(millis(REPORT, CSV, LEAST));
        double page = Benchmarks.median(millis(REPORT, MediaType.APPLICATION_JSON, LEAST));
        double url = Benchmarks.median(millis(URL_HISTORY, MediaType.APPLICATION_JSON, 31 * 300));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("gateways", GATEWAYS);
        figures.put("tableMillis", table);
        figures.put("pageOf500Millis", page);
        figures.put("tableFromHoursMillis", hours);
        figures.put("timesFasterThanFromHours", hours / table);
        figures.put("addingUpAMonthMillis", addingUp);
        figures.put("urlHistoryMillis", url);
        figures.put("urlHistoryFromHoursMillis", urlFromHours);
        figures.put("urlHistoryTimesFasterThanFromHours", urlFromHours / url);
        Benchmarks.report("availability report of a month", figures);
        assertThat(table).isLessThan(hours);
        assertThat(url).isLessThan(urlFromHours);
    }
}
