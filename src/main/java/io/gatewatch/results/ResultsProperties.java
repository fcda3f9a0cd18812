package io.gatewatch.results;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what was learned is kept.
 *
 * @param retention rows, documents and ended tasks
 * @param rollupRetention hourly figures
 */
@ConfigurationProperties("gatewatch.results")
public record ResultsProperties(
        @DefaultValue("90d") Duration retention,
        @DefaultValue("800d") Duration rollupRetention) {}
