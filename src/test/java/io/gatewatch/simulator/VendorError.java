package io.gatewatch.simulator;

/** Central's error bodies, in the words of the version asked. */
public enum VendorError {
    BAD_REQUEST(400, "BAD_REQUEST", "BAD_REQUEST", "Validation errors - url must not be empty"),
    UNAUTHORIZED(401, "UNAUTHORIZED", "UNAUTHORIZED", "Authentication required."),
    NOT_FOUND(404, "TASK_NOT_FOUND", "NOT_FOUND", "Async operation task not found: "),
    CONFLICT(409, "CONFLICT", "CONFLICT", "The device is offline."),
    TOO_MANY_REQUESTS(429, "TOO_MANY_REQUESTS", "TOO_MANY_REQUESTS", "Rate limit exceeded."),
    INTERNAL_SERVER_ERROR(500, "INTERNAL_SERVER_ERROR", "INTERNAL_SERVER_ERROR", "An unexpected error occurred.");

    private final int status;
    private final String alphaCode;
    private final String code;
    private final String message;

    VendorError(int status, String alphaCode, String code, String message) {
        this.status = status;
        this.alphaCode = "HPE_GRAVITY_" + alphaCode;
        this.code = "HPE_GL_ERROR_" + code;
        this.message = message;
    }

    /** The answer as the version, {@code v1alpha1} or {@code v1}, words it. */
    public ScriptedAnswer in(String version) {
        return in(version, "");
    }

    /** The same with something at the end of its message, such as the id of a task. */
    public ScriptedAnswer in(String version, String ending) {
        var errorCode = version.equals("v1") ? code : alphaCode;
        return ScriptedAnswer.json(
                status, "{\"errorCode\": \"%s\", \"message\": \"%s%s\"}".formatted(errorCode, message, ending));
    }
}
