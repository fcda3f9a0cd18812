package io.gatewatch.central;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How Central is reached and how much may be asked of it.
 *
 * @param baseUrl the address of the account's cluster; https unless loopback or {@code allowHttp}
 * @param accessToken a fixed bearer token instead of client credentials, for trials
 * @param requestsPerSecond of the account, all replicas together
 * @param requestsPerDay the same a UTC day; 0 is no budget
 * @param maxResponseSize a longer answer is cut and cannot be read
 */
@Validated
@ConfigurationProperties("gatewatch.central")
public record CentralProperties(
        @Nullable URI baseUrl,
        @DefaultValue("v1alpha1") ApiVersion apiVersion,
        @DefaultValue("false") boolean allowHttp,
        @Nullable String accessToken,
        @DefaultValue("6") @DecimalMin("0.01") double requestsPerSecond,
        @DefaultValue("0") @Min(0) long requestsPerDay,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("15s") Duration responseTimeout,
        @DefaultValue("1MB") DataSize maxResponseSize) {}
