/** Speaks to HPE Aruba Networking Central: the only room that knows its addresses, tokens, limits, words and errors. */
@ApplicationModule(allowedDependencies = "results")
@NullMarked
package io.gatewatch.central;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
