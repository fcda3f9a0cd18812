package io.gatewatch.results;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many targets the scrape may tell apart.
 *
 * @param maxTargets targets (gateway, url, protocol) with labels of their own in the scrape, some 30 series each. Those met later
 *     are added up as other, for good
 */
@Validated
@ConfigurationProperties("gatewatch.metrics")
record TargetProperties(@DefaultValue("3000") @Min(0) int maxTargets) {}
