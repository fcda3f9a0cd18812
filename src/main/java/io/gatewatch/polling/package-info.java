/** The tasks still awaited, and the asking until there is an answer. */
@ApplicationModule(allowedDependencies = {"central", "results"})
@NullMarked
package io.gatewatch.polling;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
