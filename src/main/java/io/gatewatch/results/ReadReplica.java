package io.gatewatch.results;

import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * The replica that users read, where there is one. It is looked at every 2 s, and left alone while it is away or too far
 * behind; a reader who finds it gone has it left alone at once.
 */
public class ReadReplica implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReadReplica.class);

    private static final String WRITTEN = "select pg_current_wal_lsn() - pg_lsn '0/0'";

    /** Null where it is no standby, as behind a proxy; then nothing is known of its lag. */
    private static final String REPLAYED = "select pg_last_wal_replay_lsn() - pg_lsn '0/0'";

    /** No connection; shut down, crashed or starting; all connections taken. */
    private static final Pattern GONE_STATES = Pattern.compile("08...|57P..|53300");

    private final @Nullable HikariDataSource pool;
    private final JdbcTemplate primary;
    private final Duration mostLag;
    private final Clock clock;
    private final ReplicaLag lag = new ReplicaLag();
    private final ThreadLocal<Boolean> chosen = ThreadLocal.withInitial(() -> false);
    private @Nullable Boolean saidThatItIsRead;
    private volatile ReplicaStatus status = new ReplicaStatus(false, null, "it was not looked at yet");

    /** @param pool its connections, or null where there is none */
    ReadReplica(@Nullable HikariDataSource pool, JdbcTemplate primary, Duration mostLag, Clock clock) {
        this.pool = pool;
        this.primary = primary;
        this.mostLag = mostLag;
        this.clock = clock;
    }

    /** How it is doing; none where there is no replica. */
    public Optional<ReplicaStatus> status() {
        return pool == null ? Optional.empty() : Optional.of(status);
    }

    boolean isRead() {
        return pool != null && status.read();
    }

    /** Has what this thread reads meanwhile come from the replica. */
    <T> T choose(Supplier<T> read) {
        chosen.set(true);
        try {
            return read.get();
        } finally {
            chosen.remove();
        }
    }

    /** Where this thread is to read, or none where it is to read the primary. */
    Optional<HikariDataSource> chosen() {
        return chosen.get() ? Optional.ofNullable(pool) : Optional.empty();
    }

    /** Whether this says that the replica is gone; then it is left alone from now on. */
    boolean isGone(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (saysGone(cause)) {
                become(gone(), failure);
                return true;
            }
        }
        return false;
    }

    private static boolean saysGone(Throwable cause) {
        if (cause instanceof SQLTransientConnectionException) {
            return true;
        }
        return cause instanceof SQLException sql
                && GONE_STATES.matcher(String.valueOf(sql.getSQLState())).matches();
    }

    @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void look() {
        if (pool == null) {
            return;
        }
        JdbcTemplate replica = new JdbcTemplate(pool);
        replica.setQueryTimeout(1);
        try {
            BigDecimal replayed = replica.queryForObject(REPLAYED, BigDecimal.class);
            Instant now = clock.instant();
            boolean noted = noteWritten(now);
            if (noted && replayed != null && lag.isAhead(replayed)) {
                become(new ReplicaStatus(false, null, "it has more than the primary, which was restored"), null);
            } else {
                become(judged(replayed == null ? null : lag.behind(replayed, now)), null);
            }
        } catch (DataAccessException e) {
            noteWritten(clock.instant());
            become(gone(), e);
        }
    }

    /** The replica may well be read while the primary is away; only its lag is not known better then. */
    private boolean noteWritten(Instant now) {
        try {
            lag.written(Objects.requireNonNull(primary.queryForObject(WRITTEN, BigDecimal.class)), now);
            return true;
        } catch (DataAccessException e) {
            log.debug("The primary could not be asked how much it has written", e);
            return false;
        }
    }

    private ReplicaStatus judged(@Nullable Duration behind) {
        if (behind == null) {
            return new ReplicaStatus(true, null, null);
        }
        double seconds = behind.toMillis() / 1000.0;
        boolean near = behind.compareTo(mostLag) <= 0;
        return new ReplicaStatus(near, seconds, near ? null : "it is " + seconds + " s behind");
    }

    private static ReplicaStatus gone() {
        return new ReplicaStatus(false, null, "it cannot be reached");
    }

    private synchronized void become(ReplicaStatus next, @Nullable Exception why) {
        status = next;
        if (Objects.equals(saidThatItIsRead, next.read())) {
            return;
        }
        saidThatItIsRead = next.read();
        if (next.read()) {
            log.info("Users read the replica");
        } else {
            log.warn("Users read the primary until the replica can be read: {}{}", next.trouble(), cause(why));
        }
    }

    private static String cause(@Nullable Exception why) {
        return why == null
                ? ""
                : ": " + NestedExceptionUtils.getMostSpecificCause(why).getMessage();
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
