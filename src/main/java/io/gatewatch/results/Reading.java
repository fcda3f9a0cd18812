package io.gatewatch.results;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What users read: on connections of their own, a few at once and none for long, so that nobody who asks for much keeps
 * the poller or a scrape waiting. All statements of one reading see the same moment, and no gateway outside the scope of
 * whoever asks: for the limited, the names of all tables stand for views that leave the others out.
 */
@Component
public class Reading {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_WAITING = 16;

    /** For this transaction only, which is also all that a pooler between us and the database keeps together. */
    private static final String BEGIN =
            "set transaction isolation level repeatable read; set local statement_timeout = %d";

    /** A table without such a view is not found, rather than read whole. */
    private static final String LIMIT = """
            select set_config('gatewatch.serial_numbers', ?, true), set_config('gatewatch.prefixes', ?, true),
                   set_config('search_path', quote_ident(current_schema() || '_scoped'), true)
            """;

    private final TransactionTemplate transaction;
    private final JdbcTemplate jdbc;
    private final Semaphore places;
    private final Duration longest;
    private final ReaderScope readers;

    Reading(
            PlatformTransactionManager transactions,
            JdbcTemplate jdbc,
            ResultsProperties properties,
            ReaderScope readers) {
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
        this.jdbc = jdbc;
        this.places = new Semaphore(properties.readConnections(), true);
        this.longest = properties.readTimeout();
        this.readers = readers;
    }

    /**
     * Reads within one transaction, or within the one that is under way.
     *
     * @throws TooMuchToRead when too many are reading, or one statement took too long
     */
    public <T> T of(Supplier<T> read) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return read.get();
        }
        takePlace();
        try {
            return transaction.<T>execute(status -> {
                jdbc.execute(BEGIN.formatted(longest.toMillis()));
                limit(readers.now());
                return read.get();
            });
        } catch (QueryTimeoutException e) {
            throw TooMuchToRead.tookTooLong(longest, e);
        } finally {
            places.release();
        }
    }

    private void limit(GatewayScope scope) {
        if (!scope.isAll()) {
            String serialNumbers = String.join(" ", scope.serialNumbers());
            jdbc.query(LIMIT, row -> {}, serialNumbers, String.join(" ", scope.prefixes()));
        }
    }

    /** Who comes when too many wait already is turned away at once: each that waits holds a thread of the server. */
    private void takePlace() {
        try {
            if (!places.tryAcquire() && !waitForPlace()) {
                throw TooMuchToRead.tooManyAtOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TooMuchToRead.tooManyAtOnce();
        }
    }

    private boolean waitForPlace() throws InterruptedException {
        return places.getQueueLength() < MOST_WAITING && places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
