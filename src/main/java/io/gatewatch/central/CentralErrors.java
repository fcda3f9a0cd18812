package io.gatewatch.central;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what Central itself would answer; for those who ask us as if we were Central. */
public final class CentralErrors {

    private CentralErrors() {}

    /** Body of a 404: no such task, or not of this gateway. */
    public static Map<String, String> notFound(ApiVersion version, String taskId) {
        return error(version.notFoundCode(), "Async operation task not found: " + taskId);
    }

    /** Body of a 401. */
    public static Map<String, String> unauthorized(ApiVersion version) {
        return error(version.code("UNAUTHORIZED"), "Authentication required.");
    }

    /** Body of a 403. */
    public static Map<String, String> forbidden(ApiVersion version) {
        return error(version.code("FORBIDDEN"), "Permission denied.");
    }

    /** Body of a 429. */
    public static Map<String, String> tooManyRequests(ApiVersion version) {
        return error(version.code("TOO_MANY_REQUESTS"), "API rate limit exceeded.");
    }

    private static Map<String, String> error(String code, String message) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("errorCode", code);
        body.put("message", message);
        return body;
    }
}
