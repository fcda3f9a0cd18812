/** Who may do what: users, their roles, and what is closed to all others. */
@ApplicationModule(allowedDependencies = "results")
@NullMarked
package io.gatewatch.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
