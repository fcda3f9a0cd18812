package io.gatewatch.results;

import java.sql.ResultSet;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.StatementCallback;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
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
    private static final ThreadLocal<Watermark> WATERMARK = new ThreadLocal<>();

    /**
     * For this transaction only, which is also all that a pooler between us and the database keeps together. One process
     * each and no compiling: both cost more than these statements take, and a reader is to have no more than its place.
     */
    private static final String BEGIN = """
            set transaction isolation level repeatable read; set local statement_timeout = %d; set local jit = off;
            set local max_parallel_workers_per_gather = 0; set local work_mem = '32MB';
            """;

    /**
     * Partitions are dropped and filled under a lock that this one waits for, and the watermark is moved on with them. The
     * lock comes before the snapshot, so that what the watermark promises is there until the end of the transaction.
     */
    private static final String HOLD = """
            lock table only http_test, http_test_default, only hourly_figures, hourly_figures_default in access share mode;
            """;

    /** A table without such a view is not found, rather than read whole. */
    private static final String LIMIT = """
            select set_config('gatewatch.serial_numbers', ?, true), set_config('gatewatch.prefixes', ?, true),
                   set_config('search_path', quote_ident(current_schema() || '_scoped'), true)
            """;

    private final TransactionTemplate transaction;
    private final JdbcTemplate jdbc;
    private final ReadReplica replica;
    private final Semaphore places;
    private final Duration longest;
    private final ReaderScope readers;

    Reading(
            PlatformTransactionManager transactions,
            JdbcTemplate jdbc,
            ReadReplica replica,
            ResultsProperties properties,
            ReaderScope readers) {
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
        this.jdbc = jdbc;
        this.replica = replica;
        this.places = new Semaphore(properties.readConnections(), true);
        this.longest = properties.readTimeout();
        this.readers = readers;
    }

    /**
     * Reads within one transaction, or within the one that is under way: from the replica, if there is one that can be
     * read.
     *
     * @throws TooMuchToRead when too many are reading, or one statement took too long
     */
    public <T> T of(Supplier<T> read) {
        return inPlace(read, () -> replica.isRead() ? fromReplica(read) : transacted(read));
    }

    /**
     * The same from the primary, which alone has what was stored a moment ago.
     *
     * @throws TooMuchToRead when too many are reading, or one statement took too long
     */
    public <T> T fresh(Supplier<T> read) {
        return inPlace(read, () -> transacted(read));
    }

    /**
     * What the replica does not have is looked for in the primary: it may have come a moment ago.
     *
     * @throws TooMuchToRead when too many are reading, or one statement took too long
     */
    public <T> Optional<T> find(Supplier<Optional<T>> read) {
        return inPlace(read, () -> replica.isRead() ? fromReplica(read).or(() -> transacted(read)) : transacted(read));
    }

    /**
     * The same without waiting for a place, on the connection that is left over: for the little that the status tells,
     * which is asked for most when all places are taken.
     */
    public <T> T atOnce(Supplier<T> read) {
        return TransactionSynchronizationManager.isActualTransactionActive()
                ? read.get()
                : transaction.<T>execute(status -> {
                    jdbc.execute(BEGIN.formatted(longest.toMillis()));
                    limit(readers.now());
                    return read.get();
                });
    }

    /** What is complete since when, for all that is read in the transaction under way. */
    Watermark watermark() {
        return Objects.requireNonNull(WATERMARK.get(), "Nothing is being read");
    }

    private <T> T inPlace(Supplier<T> read, Supplier<T> transacted) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return read.get();
        }
        takePlace();
        try {
            return transacted.get();
        } catch (QueryTimeoutException e) {
            throw TooMuchToRead.tookTooLong(longest, e);
        } finally {
            places.release();
        }
    }

    /** A replica that goes away, or cancels a reading to follow the primary, is nobody's business but ours. */
    private <T> T fromReplica(Supplier<T> read) {
        try {
            return replica.choose(() -> transacted(read));
        } catch (DataAccessException | TransactionException e) {
            if (e instanceof ConcurrencyFailureException || replica.isGone(e)) {
                return transacted(read);
            }
            throw e;
        }
    }

    private <T> T transacted(Supplier<T> read) {
        return transaction.<T>execute(status -> {
            WATERMARK.set(begin());
            try {
                limit(readers.now());
                return read.get();
            } finally {
                WATERMARK.remove();
            }
        });
    }

    private Watermark begin() {
        return jdbc.execute((StatementCallback<Watermark>) statement -> {
            String sql = BEGIN.formatted(longest.toMillis()) + HOLD + Watermark.SELECT;
            for (boolean isRow = statement.execute(sql); !isRow; isRow = statement.getMoreResults()) {
                // The last of them alone has a row.
            }
            ResultSet row = statement.getResultSet();
            row.next();
            return Watermark.of(row);
        });
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
