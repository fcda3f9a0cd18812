/** Keeps the history of gateway HTTP tests that HPE Aruba Networking Central forgets. */
@NullMarked
package io.gatewatch;

import org.jspecify.annotations.NullMarked;
