/** What was learned: finished tests kept for good, once each, and read back as history, figures and totals. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.gatewatch.results;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
