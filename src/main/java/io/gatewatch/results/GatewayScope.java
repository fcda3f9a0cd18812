package io.gatewatch.results;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which gateways somebody may see: those of some serial numbers, and those whose serial numbers begin with some prefix. The
 * empty prefix is all gateways.
 *
 * @param serialNumbers whole serial numbers
 * @param prefixes beginnings of serial numbers
 */
public record GatewayScope(List<String> serialNumbers, List<String> prefixes) {

    /** A pattern as users write it: a serial number, its beginning and {@code *}, or {@code *} alone. */
    public static final String PATTERN = "[A-Za-z0-9-]{1,64}|[A-Za-z0-9-]{0,64}\\*";

    /** Every gateway. */
    public static final GatewayScope ALL = new GatewayScope(List.of(), List.of(""));

    /** No gateway at all. */
    public static final GatewayScope NONE = new GatewayScope(List.of(), List.of());

    public GatewayScope {
        serialNumbers = List.copyOf(serialNumbers);
        prefixes = List.copyOf(prefixes);
    }

    /** The gateways that any of the patterns names; what is no pattern is an {@link IllegalArgumentException}. */
    public static GatewayScope of(Collection<String> patterns) {
        patterns.stream().filter(pattern -> !pattern.matches(PATTERN)).findAny().ifPresent(strange -> {
            throw new IllegalArgumentException("No pattern of serial numbers");
        });
        return new GatewayScope(
                patterns.stream().filter(pattern -> !pattern.endsWith("*")).toList(),
                patterns.stream()
                        .filter(pattern -> pattern.endsWith("*"))
                        .map(pattern -> pattern.substring(0, pattern.length() - 1))
                        .toList());
    }

    public boolean isAll() {
        return prefixes.contains("");
    }

    public boolean holds(String serialNumber) {
        return serialNumbers.contains(serialNumber) || prefixes.stream().anyMatch(serialNumber::startsWith);
    }

    /** As {@link #of} takes them. */
    public List<String> patterns() {
        return Stream.concat(serialNumbers.stream(), prefixes.stream().map(prefix -> prefix + "*"))
                .toList();
    }
}
