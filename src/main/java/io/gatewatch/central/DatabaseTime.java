package io.gatewatch.central;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The time of statements that lock what all replicas share: the database's own, taken inside the statement, so that no
 * replica's clock can move a shared row. Only a test gives another.
 */
@Component
public class DatabaseTime {

    /** Null, for which the statement takes {@code clock_timestamp()}. */
    public @Nullable Instant given() {
        return null;
    }
}
