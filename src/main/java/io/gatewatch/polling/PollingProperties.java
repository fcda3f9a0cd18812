package io.gatewatch.polling;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How tasks are asked for.
 *
 * @param enabled false for a replica that only serves
 * @param lease how long one replica owns a task it asks about; when it dies, another asks after that
 * @param deadline from registration; a task asked after it expires unless that answer holds its result
 * @param notFoundGrace from registration; how long Central may not know a task yet
 */
@Validated
@ConfigurationProperties("gatewatch.polling")
public record PollingProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("30s") @DurationMin(seconds = 1) Duration lease,
        @DefaultValue("15m") @DurationMin(seconds = 1) Duration deadline,
        @DefaultValue("1m") @DurationMin(seconds = 0) Duration notFoundGrace) {}
