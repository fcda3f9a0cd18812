package io.gatewatch.results;

import org.jspecify.annotations.Nullable;

/** What a gateway is called: by its maker, and by people. */
public record GatewayName(
        String serialNumber,
        @Nullable String name,
        @Nullable String site) {}
