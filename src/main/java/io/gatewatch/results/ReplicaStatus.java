package io.gatewatch.results;

import org.jspecify.annotations.Nullable;

/**
 * How the read replica is doing.
 *
 * @param read whether users read it; else they read the primary
 * @param lagSeconds how far it is behind, measured every 2 s; null when that is unknown
 * @param trouble why it is not read; null when it is
 */
public record ReplicaStatus(
        boolean read, @Nullable Double lagSeconds, @Nullable String trouble) {}
