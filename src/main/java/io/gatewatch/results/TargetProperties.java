package io.gatewatch.results;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many targets the scrape may tell apart.
 *
 * @param maxTargets targets with labels of their own; those met later are counted as {@code other}
 */
@Validated
@ConfigurationProperties("gatewatch.metrics")
record TargetProperties(@DefaultValue("3000") @Min(0) int maxTargets) {}
