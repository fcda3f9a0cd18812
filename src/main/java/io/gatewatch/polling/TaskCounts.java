package io.gatewatch.polling;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks wait, and how many have ended without a result since the beginning.
 *
 * @param oldestPendingAt when the oldest that waits was registered; null when none waits
 */
public record TaskCounts(long pending, @Nullable Instant oldestPendingAt, Map<TaskState, Long> lost) {}
