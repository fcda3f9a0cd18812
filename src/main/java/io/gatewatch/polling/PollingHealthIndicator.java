package io.gatewatch.polling;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the threads that poll live, as part of liveness: only a new process brings them back. What they cannot do for
 * want of the database or of Central is none of this.
 */
@Component
class PollingHealthIndicator implements HealthIndicator {

    private final ObjectProvider<Poller> poller;

    PollingHealthIndicator(ObjectProvider<Poller> poller) {
        this.poller = poller;
    }

    @Override
    public Health health() {
        Poller here = poller.getIfAvailable();
        return here == null || here.isAlive()
                ? Health.up().build()
                : Health.down().build();
    }
}
