package io.gatewatch.web;

import io.gatewatch.results.GatewayScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A token as it is asked for: what it is for, and how little it needs. */
record TokenRequest(
        @Nullable String name,
        @Nullable String role,
        @Nullable List<@Nullable String> gateways,
        @Nullable String expiresAt) {

    private static final Set<String> ROLES = Set.of("viewer", "operator", "admin");
    private static final int LONGEST_NAME = 100;
    private static final int MOST_GATEWAYS = 1000;

    /** The same without anything missing or wrong; {@link InvalidRequest} with all that is. */
    Checked checked(Instant now) {
        List<FieldError> errors = new ArrayList<>();
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME || !isPlain(name)) {
            errors.add(new FieldError("name", "must be 1 to 100 characters without control characters"));
        }
        if (role == null || !ROLES.contains(role)) {
            errors.add(new FieldError("role", "must be viewer, operator or admin"));
        }
        GatewayScope scope = scope(errors);
        Instant end = end(now, errors);
        if (!errors.isEmpty() || name == null || role == null) {
            throw new InvalidRequest(errors);
        }
        return new Checked(name, role, scope, end);
    }

    /** What a token is made from. */
    record Checked(
            String name,
            String role,
            GatewayScope scope,
            @Nullable Instant expiresAt) {}

    private static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private GatewayScope scope(List<FieldError> errors) {
        if (gateways == null) {
            return GatewayScope.ALL;
        }
        boolean fit = !gateways.isEmpty()
                && gateways.size() <= MOST_GATEWAYS
                && gateways.stream().allMatch(pattern -> pattern != null && pattern.matches(GatewayScope.PATTERN));
        if (fit) {
            return GatewayScope.of(List.copyOf(gateways));
        }
        errors.add(new FieldError(
                "gateways", "must be 1 to 1000 serial numbers, or beginnings of them with a `*` such as `CNJJ*`"));
        return GatewayScope.NONE;
    }

    private @Nullable Instant end(Instant now, List<FieldError> errors) {
        try {
            Instant end = expiresAt == null ? null : Params.parseInstant(expiresAt);
            if (end == null || end.isAfter(now)) {
                return end;
            }
        } catch (RuntimeException e) {
            errors.add(new FieldError("expiresAt", "must be a time such as 2026-05-20T14:06:28Z"));
            return null;
        }
        errors.add(new FieldError("expiresAt", "must be a time to come"));
        return null;
    }
}
