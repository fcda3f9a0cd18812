package io.gatewatch.simulator;

import java.time.Instant;

/** One call that was answered; the status is 0 where no answer was sent. */
public record RecordedCall(Instant at, String method, String path, int status, boolean authorized) {}
