package io.gatewatch.results;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long what was learned is kept.
 *
 * @param retention rows, documents and ended tasks
 * @param rollupRetention hourly figures
 */
@Validated
@ConfigurationProperties("gatewatch.results")
public record ResultsProperties(
        @DefaultValue("90d") @DurationMin(minutes = 1, message = "must be at least a minute, for example 90d")
        Duration retention,

        @DefaultValue("800d") @DurationMin(minutes = 1, message = "must be at least a minute, for example 800d")
        Duration rollupRetention) {}
