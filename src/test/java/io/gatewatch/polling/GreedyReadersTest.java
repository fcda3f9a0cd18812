package io.gatewatch.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewatch.results.Reading;
import io.gatewatch.results.TooMuchToRead;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;

/** Readers who ask for more than can be read: they are told so, and nobody else notices. */
class GreedyReadersTest extends Rounds {

    private static final int PLACES = 4;

    /** All places, and all that may wait for one. */
    private static final int MANY = PLACES + 16;

    private static final String HISTORY = "/api/v1/gateways/" + GATEWAY + "/history";

    private final ExecutorService threads = Executors.newFixedThreadPool(MANY);
    private final AtomicBoolean sated = new AtomicBoolean();

    @Autowired
    private Reading reading;

    @AfterEach
    void leave() throws InterruptedException {
        sated.set(true);
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    /** As slow as a statement can be. */
    private void readForEver() {
        reading.of(
                () -> jdbc.sql("select pg_sleep(600)::text").query(String.class).single());
    }

    private void readAgainAndAgain() {
        while (!sated.get()) {
            try {
                readForEver();
            } catch (TooMuchToRead e) {
                assertThat(e).hasMessageContaining("a shorter range");
            }
        }
    }

    private List<CompletableFuture<Void>> start(int readers, Runnable read) {
        List<CompletableFuture<Void>> started = Stream.generate(() -> CompletableFuture.runAsync(read, threads))
                .limit(readers)
                .toList();
        while (reading() < PLACES) {
            Thread.onSpinWait();
        }
        return started;
    }

    private int reading() {
        return jdbc.sql("select count(*) from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'"
                        + " and datname = current_database()")
                .query(Integer.class)
                .single();
    }

    @Test
    void pollerScrapeAndStatusGoOnBesideThem() {
        start(MANY, this::readAgainAndAgain);
        for (int i = 0; i < 5; i++) {
            String id = task(completed());
            askWhenDue(id);
            expectState(id, "finished");
        }
        assertThat(scrape())
                .contains("gateway_http_test_results_total{outcome=\"success\",protocol=\"http\",serial=\"CNJJKLB0T1\","
                        + "url=\"www.google.com\"} 5.0")
                .contains("hikaricp_connections_active{pool=\"gatewatch-reads\"} 4.0");
        get("/api/v1/status").expectStatus().isOk();
    }

    @Test
    void whoComesWhenAllPlacesAreTakenIsAskedToComeBack() {
        start(PLACES, this::readForEver);
        get(HISTORY)
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists(HttpHeaders.RETRY_AFTER)
                .expectBody()
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("Too many are reading at once"));
    }

    @Test
    void aStatementThatTakesTooLongIsStoppedWithASentenceThatSaysWhatToDo() {
        assertThatThrownBy(this::readForEver)
                .isInstanceOf(TooMuchToRead.class)
                .hasMessageContaining("took more than 10 s")
                .hasMessageContaining("a shorter range");
        get(HISTORY).expectStatus().isNotFound();
    }

    @Test
    void noReaderCanWrite() {
        assertThatThrownBy(() -> reading.of(
                        () -> jdbc.sql("update gateway set name = 'x'").update()))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("read-only transaction");
    }
}
