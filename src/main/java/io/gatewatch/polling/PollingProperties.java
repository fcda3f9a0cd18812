package io.gatewatch.polling;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How tasks are asked for.
 *
 * @param enabled whether this replica asks Central. With false it only serves, and needs no Central
 * @param lease how long one replica owns a task it asks about. When it dies, another asks after that
 * @param deadline age of a task, from its registration or retry, from which on it is asked for the last time. It then expires unless
 *     that answer holds its result
 * @param notFoundGrace age of a task, from its registration, up to which Central may not know it yet. Later, three answers in a row
 *     that it is unknown end it
 */
@Validated
@ConfigurationProperties("gatewatch.polling")
public record PollingProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("30s") @DurationMin(seconds = 1) Duration lease,
        @DefaultValue("15m") @DurationMin(seconds = 1) Duration deadline,
        @DefaultValue("1m") @DurationMin(seconds = 0) Duration notFoundGrace) {}
