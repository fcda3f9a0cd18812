package io.gatewatch.central;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How Central is reached and how much may be asked of it.
 *
 * @param baseUrl address of your account's cluster, such as https://us1.api.central.arubanetworks.com; https unless loopback
 *     or allow-http. Required unless polling is off. CENTRAL_BASE_URL sets it, too. A wrong one answers 404 or not at all: no
 *     task ends, all wait
 * @param apiVersion version of Central's API: v1alpha1 or v1. The wrong one answers 404: no task ends, all wait
 * @param allowHttp allows a Central and a token endpoint without TLS. Tokens then travel in the clear
 * @param accessToken a fixed bearer token instead of client id and secret, for trials; CENTRAL_ACCESS_TOKEN sets it, too. It is
 *     never renewed: when it expires, all calls wait
 * @param requestsPerSecond calls a second of the account, all replicas together. Central's header X-RateLimit-Limit-second
 *     lowers it by itself, a 429 for a while
 * @param requestsPerDay calls a UTC day of the account, all replicas together; 0 is no budget. When it is spent nothing is asked
 *     until 00:00 UTC
 * @param connectTimeout how long a connection to Central may take to come about; what takes longer is asked again
 * @param responseTimeout how long Central's answer may take. One call takes at most connect-timeout and response-timeout together;
 *     what takes longer is asked again
 * @param maxResponseSize most bytes of an answer that are read, 1B to 1GB. A longer one is unreadable
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
        @DefaultValue("5s") @DurationMin(millis = 1) Duration connectTimeout,
        @DefaultValue("15s") @DurationMin(millis = 1) Duration responseTimeout,
        @DefaultValue("1MB") DataSize maxResponseSize) {}
