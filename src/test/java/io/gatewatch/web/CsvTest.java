package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

class CsvTest extends ResultsWorld {

    private static final MediaType CSV = MediaType.parseMediaType("text/csv");
    private static final String GW1 = "/api/v1/gateways/GW1";
    private static final Instant LATELY = NOON.minusSeconds(3600);

    @BeforeEach
    void aTestFinishes() {
        record(Told.test("t0", LATELY).took(100, 300));
    }

    private List<String> lines(String path) {
        String body = ask(CSV, path)
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(CSV)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(body).endsWith("\r\n");
        return Arrays.asList(body.split("\r\n"));
    }

    private static String row(Object... cells) throws IOException {
        StringWriter out = new StringWriter();
        new Csv(out).row(Arrays.asList(cells));
        return out.toString();
    }

    @Test
    void cellsAreQuotedWhereTheyMustBe() throws IOException {
        assertThat(row("a", 1.5, null, LATELY)).isEqualTo("a,1.5,,2025-05-21T11:00:00Z\r\n");
        assertThat(row("a,b", "say \"hi\"", "two\nlines", ""))
                .isEqualTo("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n");
    }

    @Test
    void noCellStartsAFormula() throws IOException {
        assertThat(row("=1+1", "+1", "-1", "@x", "\tx", "\rx", "a=b"))
                .isEqualTo("'=1+1,'+1,'-1,'@x,'\tx,\"'\rx\",a=b\r\n");
        assertThat(row("=a,\"b\"")).isEqualTo("\"'=a,\"\"b\"\"\"\r\n");
    }

    @Test
    void testsAreATableWithAHeader() {
        record(Told.test("t1", LATELY.plusSeconds(1)).to("=cmd()").because("slow, then \"gone\""));
        List<String> lines = lines(GW1 + "/tests");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("taskId,serialNumber,protocol,url,").endsWith(",failReason");
        assertThat(lines.get(1))
                .startsWith("t1,GW1,http,'=cmd(),COMPLETED,partial,2025-05-21T11:00:01Z,,2025-05-21T11:00:01Z,")
                .endsWith("\"slow, then \"\"gone\"\"\"");
        assertThat(lines.get(2)).contains(",success,", ",100.0,2,2,,,,");
    }

    @Test
    void theTableHasTheWholeRangeHoweverManyPagesThatIs() {
        record(Told.every(LATELY.plusSeconds(1), 1, 2000).subList(1, 2000));
        assertThat(lines(GW1 + "/tests?limit=5").stream().distinct()).hasSize(2001);
        assertThat(lines(GW1 + "/tests?url=none")).hasSize(1);
    }

    @Test
    void historyIsATableOfItsBuckets() {
        List<String> lines = lines(GW1 + "/history?from=2025-05-21T10:00:00Z&to=2025-05-21T12:00:00Z&step=PT1H");
        assertThat(lines)
                .containsExactly(
                        "start,tests,successfulTests,partialTests,failedTests,successRatePercent,requestsSent,"
                                + "responsesReceived,responseBytes,latencyMilliseconds.min,latencyMilliseconds.average,"
                                + "latencyMilliseconds.max,latencyMilliseconds.p50,latencyMilliseconds.p95,"
                                + "latencyMilliseconds.p99,downloadRateBytesPerSecond",
                        "2025-05-21T10:00:00Z,0,0,0,0,,0,0,0,,,,,,,",
                        "2025-05-21T11:00:00Z,1,1,0,0,100.0,2,2,2000,100.0,200.0,300.0,100.0,300.0,300.0,5000.0");
    }

    private void aHundredThousandMore() {
        jdbc.sql("""
                insert into http_test (gateway_id, observed_at, task_id, url_id, protocol, status, outcome, document,
                    stored_at)
                select id, :at + n * interval '1 ms', 'm' || n, 0, 'http', 'COMPLETED', 'success', '', :at
                from gateway, generate_series(1, 100000) n
                """).param("at", LATELY.atOffset(ZoneOffset.UTC)).update();
    }

    @Test
    void moreThanAHundredThousandRowsAreRefusedBeforehand() {
        aHundredThousandMore();
        ask(CSV, GW1 + "/tests")
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("more than 100000", "shorter range"));
        assertThat(lines(GW1 + "/tests?from=2025-05-21T11:00:00.000001Z")).hasSize(100_001);
    }

    @Test
    void readersWhoDoNotTakeTheirTablesKeepNobodyElseFromTheServer() throws IOException {
        aHundredThousandMore();
        String table = GW1 + "/tests?from=2025-05-21T11:00:00.000001Z";
        List<Socket> readers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            readers.add(begin(table));
        }
        ask(CSV, table).expectStatus().isEqualTo(503);
        ask(MediaType.APPLICATION_JSON, GW1 + "/tests").expectStatus().isOk();
        for (Socket reader : readers) {
            reader.close();
        }
        while (statusOfATable() == 503) {
            Thread.onSpinWait();
        }
        assertThat(statusOfATable()).isEqualTo(200);
    }

    /** Asks for a table and takes no more than the first byte of it. */
    private Socket begin(String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = RawHttp.head("GET " + path, "vera:viewer", "Accept: text/csv");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        return socket;
    }

    private int statusOfATable() {
        return ask(CSV, GW1 + "/tests?url=none")
                .expectBody(String.class)
                .returnResult()
                .getStatus()
                .value();
    }

    @Test
    void aTableThatCannotBeFinishedEndsInABrokenConnection() {
        record(Told.every(LATELY.plusSeconds(1), 1, 1500).subList(1, 1500));
        jdbc.sql("update http_test set protocol = 'none' where task_id = 't0'").update();
        assertThatThrownBy(() -> lines(GW1 + "/tests")).hasMessageContaining("prematurely closed");
    }

    @Test
    void errorsAreProblemDetailsAlsoForThoseWhoWantATable() {
        for (String path : List.of(GW1 + "/tests?outcome=x", GW1 + "/history?step=x")) {
            ask(CSV, path)
                    .expectStatus()
                    .isBadRequest()
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .expectBody()
                    .jsonPath("$.errors[0].field")
                    .exists();
        }
        ask(CSV, "/api/v1/gateways/none/history").expectStatus().isNotFound();
        http.get().uri(GW1 + "/tests").accept(CSV).exchange().expectStatus().isUnauthorized();
    }

    @Test
    void jsonIsWhatEverybodyElseGets() {
        for (String accepted :
                List.of("*/*", "application/json", "text/csv;q=0.5, application/json", "*/*, text/html")) {
            http.get()
                    .uri(GW1 + "/history")
                    .header("Accept", accepted)
                    .headers(headers -> headers.setBasicAuth("vera", "viewer"))
                    .exchange()
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_JSON);
        }
    }
}
