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
 * @param retention rows, documents and ended tasks
 * @param rollupRetention hourly figures
 * @param readConnections how many may read at once
 * @param readTimeout how long one statement of a reader may take
 * @param readUrl the address of a read replica; null where there is none
 * @param readUsername its user; null is that of the primary
 * @param readPassword the password; null is that of the primary
 * @param readMaxLag how far the replica may be behind and still be read
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
