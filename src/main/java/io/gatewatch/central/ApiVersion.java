package io.gatewatch.central;

import java.util.Optional;
import java.util.stream.Stream;

/** The two versions of Central's call; the same documents under another path and with other error codes. */
public enum ApiVersion {
    V1ALPHA1("v1alpha1", "HPE_GRAVITY_", "HPE_GRAVITY_TASK_NOT_FOUND"),
    V1("v1", "HPE_GL_ERROR_", "HPE_GL_ERROR_NOT_FOUND");

    private final String text;
    private final String codePrefix;
    private final String notFoundCode;

    ApiVersion(String text, String codePrefix, String notFoundCode) {
        this.text = text;
        this.codePrefix = codePrefix;
        this.notFoundCode = notFoundCode;
    }

    public static Optional<ApiVersion> of(String text) {
        return Stream.of(values()).filter(version -> version.text.equals(text)).findFirst();
    }

    /** As in paths. */
    public String text() {
        return text;
    }

    String code(String name) {
        return codePrefix + name;
    }

    String notFoundCode() {
        return notFoundCode;
    }
}
