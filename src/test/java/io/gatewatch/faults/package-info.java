/**
 * Exactly once, whatever dies: the packaged jar in processes of their own, a PostgreSQL that syncs, and a Central that
 * misbehaves; run by {@code mvn -Pfaults verify}.
 */
package io.gatewatch.faults;
