package io.gatewatch.central;

import io.gatewatch.results.Protocol;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Central keeps a test: which gateway runs it, by which call, under which task id.
 *
 * @param serialNumber {@code [A-Za-z0-9-]{1,64}}
 * @param taskId {@code [A-Za-z0-9._-]{1,64}}, but not {@code .} or {@code ..}
 */
public record TestAddress(String serialNumber, Protocol protocol, String taskId) {

    public static final String SERIAL_NUMBER = "[A-Za-z0-9-]{1,64}";
    public static final String TASK_ID = "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}";

    private static final Pattern LOCATION = Pattern.compile("/network-troubleshooting/(?:v1alpha1|v1)/gateways/("
            + SERIAL_NUMBER + ")/(https?)/async-operations/(" + TASK_ID + ")");

    /** The address in the {@code location} of Central's 202, or none when it is no path of that call. */
    public static Optional<TestAddress> ofLocation(String location) {
        Matcher path = LOCATION.matcher(location);
        return path.matches()
                ? Protocol.of(path.group(2)).map(protocol -> new TestAddress(path.group(1), protocol, path.group(3)))
                : Optional.empty();
    }

    String[] path(ApiVersion version) {
        return new String[] {
            "network-troubleshooting",
            version.text(),
            "gateways",
            serialNumber,
            protocol.text(),
            "async-operations",
            taskId
        };
    }
}
