package io.gatewatch.results;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long what was learned is kept, and how much may be read of it at a time.
 *
 * @param retention how long tests, responses, documents and ended tasks are kept. Shortened, what is older is deleted for good
 *     within 10 minutes
 * @param rollupRetention how long hourly figures are kept, from which history beyond retention comes
 * @param readConnections how many users read at once, on connections beside those that store. Sixteen more wait up to
 *     2 s; beyond that the answer is 503 with Retry-After
 * @param readTimeout how long one statement of a reader may take. What takes longer is ended and answered with 503
 * @param readUrl JDBC address of a read replica of the database for what users read; without it they read the primary
 * @param readUsername user of the read replica; without it that of spring.datasource
 * @param readPassword password of the read replica; without it that of spring.datasource
 * @param readMaxLag how far the read replica may be behind and still be read. Beyond that users read the primary
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
        Duration readTimeout,

        @Nullable String readUrl,
        @Nullable String readUsername,
        @Nullable String readPassword,

        @DefaultValue("30s") @DurationMin(seconds = 1, message = "must be at least a second, for example 30s")
        Duration readMaxLag) {

    /** Without the password. */
    @Override
    public String toString() {
        return "ResultsProperties";
    }
}
