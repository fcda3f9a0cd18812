/** The REST API and the Central-compatible facade; no rule of its own and no door. */
@ApplicationModule(allowedDependencies = {"access", "central", "polling", "results"})
@NullMarked
package io.gatewatch.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
