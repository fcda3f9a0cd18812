package io.gatewatch.access;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Deletes sessions that are over; Spring Session's own task would write a trace each minute that the database is away. */
@Component
class SessionSweep {

    private static final Logger log = LoggerFactory.getLogger(SessionSweep.class);

    private final JdbcIndexedSessionRepository sessions;

    SessionSweep(JdbcIndexedSessionRepository sessions) {
        this.sessions = sessions;
    }

    @Scheduled(scheduler = "upkeepScheduler", initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        try {
            sessions.cleanUpExpiredSessions();
        } catch (DataAccessException | TransactionException e) {
            log.debug("Sessions that are over could not be deleted; it is tried again in a minute", e);
        }
    }
}
