package io.gatewatch;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Lets go of a connection on which the database refuses to write. After some failovers the connections to what was the
 * primary stay open, and would be used for half an hour more.
 */
public class WritableConnections implements SQLExceptionOverride {

    private static final String READ_ONLY = "25006";

    @java.lang.Override
    public Override adjudicate(SQLException fault) {
        return READ_ONLY.equals(fault.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
