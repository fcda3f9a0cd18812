/** What Prometheus sees; nobody needs this room, so it has no door. */
@ApplicationModule(allowedDependencies = {"central", "polling", "results"})
@NullMarked
package io.gatewatch.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
