package io.gatewatch.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.gatewatch.central.TestAddress;
import io.gatewatch.polling.Registration;
import io.gatewatch.results.Protocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is handed in: by serial number and task id, or by the {@code location} of Central's 202, whose whole body
 * may be sent as it is. The rest are hints that make the first ask a good one.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record TaskRequest(
        @Nullable String serialNumber,
        @Nullable String taskId,
        @Nullable String protocol,
        @Nullable String location,
        @Nullable String url,
        @Nullable String startTime,
        @Nullable Integer count,
        @Nullable Integer interval) {

    private static final int LONGEST_URL = 32_768;
    private static final int MOST = 100;

    /** The registration that is meant; {@link InvalidRequest} with all that is wrong. */
    Registration registration() {
        List<FieldError> errors = new ArrayList<>();
        TestAddress address = location == null ? fromParts(errors) : fromLocation(location, errors);
        checkUrl(errors);
        checkRange("count", count, errors);
        checkRange("interval", interval, errors);
        Instant start = start(errors);
        if (!errors.isEmpty() || address == null) {
            throw new InvalidRequest(errors);
        }
        return new Registration(address, url, start, count, interval);
    }

    private @Nullable TestAddress fromParts(List<FieldError> errors) {
        String protocolText = Objects.requireNonNullElse(protocol, "http");
        if (serialNumber == null || !serialNumber.matches(TestAddress.SERIAL_NUMBER)) {
            errors.add(new FieldError("serialNumber", "must be 1 to 64 letters, digits or `-`"));
        }
        if (taskId == null || !taskId.matches(TestAddress.TASK_ID)) {
            errors.add(new FieldError("taskId", "must be 1 to 64 letters, digits, `.`, `_` or `-`"));
        }
        if (Protocol.of(protocolText).isEmpty()) {
            errors.add(new FieldError("protocol", "must be http or https"));
        }
        return errors.isEmpty()
                ? new TestAddress(
                        Objects.requireNonNull(serialNumber),
                        Protocol.of(protocolText).orElseThrow(),
                        Objects.requireNonNull(taskId))
                : null;
    }

    private @Nullable TestAddress fromLocation(String path, List<FieldError> errors) {
        TestAddress address = TestAddress.ofLocation(path).orElse(null);
        if (address == null) {
            errors.add(new FieldError(
                    "location",
                    "must be a path without a host, such as"
                            + " /network-troubleshooting/v1/gateways/{serial}/http/async-operations/{task-id}"));
            return null;
        }
        checkAgrees("serialNumber", serialNumber, address.serialNumber(), errors);
        checkAgrees("taskId", taskId, address.taskId(), errors);
        checkAgrees("protocol", protocol, address.protocol().text(), errors);
        return address;
    }

    private static void checkAgrees(String field, @Nullable String said, String inLocation, List<FieldError> errors) {
        if (said != null && !said.equals(inLocation)) {
            errors.add(new FieldError(field, "must be left out or say what `location` says, " + inLocation));
        }
    }

    private void checkUrl(List<FieldError> errors) {
        if (url == null) {
            return;
        }
        boolean unfit = url.isBlank()
                || url.length() > LONGEST_URL
                || url.codePoints()
                        .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (unfit) {
            errors.add(new FieldError("url", "must be 1 to " + LONGEST_URL + " characters without control characters"));
        }
    }

    private static void checkRange(String field, @Nullable Integer value, List<FieldError> errors) {
        if (value != null && (value < 1 || value > MOST)) {
            errors.add(new FieldError(field, "must be a whole number from 1 to " + MOST));
        }
    }

    private @Nullable Instant start(List<FieldError> errors) {
        try {
            return startTime == null ? null : Params.parseInstant(startTime);
        } catch (RuntimeException e) {
            errors.add(new FieldError("startTime", "must be a time such as 2025-05-20T14:06:28Z"));
            return null;
        }
    }
}
