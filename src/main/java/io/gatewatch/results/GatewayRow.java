package io.gatewatch.results;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A gateway as it lies in its table. */
@Entity
@Table(name = "gateway")
@SuppressWarnings("NullAway.Init")
class GatewayRow {

    @Id
    Long id;

    String serialNumber;

    @Nullable
    String name;

    @Nullable
    String site;

    Instant firstSeenAt;

    @Nullable
    Instant retiredAt;
}
