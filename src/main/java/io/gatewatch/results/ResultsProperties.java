package io.gatewatch.results;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long what was learned is kept, and how much may be read of it at a time.
 *
 * @param retention rows, documents and ended tasks
 * @param rollupRetention hourly figures
 * @param readConnections how many may read at once
 * @param readTimeout how long one statement of a reader may take
 */
@Validated
@ConfigurationProperties("gatewatch.results")
public record ResultsProperties(
        @DefaultValue("90d") @DurationMin(minutes = 1, message = "must be at least a minute, for example 90d")
        Duration retention,

        @DefaultValue("800d") @DurationMin(minutes = 1, message = "must be at least a minute, for example 800d")
        Duration rollupRetention,

        @DefaultValue("4") @Min(value = 1, message = "must be at least 1, for example 4")
        int readConnections,

        @DefaultValue("10s") @DurationMin(millis = 100, message = "must be at least 100ms, for example 10s")
        Duration readTimeout) {}
