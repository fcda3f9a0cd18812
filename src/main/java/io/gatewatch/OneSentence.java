package io.gatewatch;

import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Says in one sentence which setting ended the start; values are not said back, because some are secret. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class OneSentence implements SpringBootExceptionReporter {

    /** Classes of SQLSTATE: no connection, no such user or a wrong password, no such database. */
    private static final Set<String> UNREACHABLE = Set.of("08", "28", "3D");

    /** The signature that Spring Boot calls. */
    OneSentence(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        String sentence = sentence(failure);
        if (sentence != null) {
            LoggerFactory.getLogger(Application.class).error("Gatewatch cannot start: {}.", sentence);
        }
        return sentence != null;
    }

    static @Nullable String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnusableSetting) {
                return cause.getMessage();
            }
            if (cause instanceof BindValidationException invalid) {
                return invalid(invalid);
            }
            if (cause instanceof BindException unreadable && !(unreadable.getCause() instanceof BindException)) {
                String deeper = unreadable.getCause() == null ? null : sentence(unreadable.getCause());
                return deeper != null ? deeper : unreadable(unreadable);
            }
            if (cause instanceof FileSystemException closed) {
                return closed(closed);
            }
            if (cause instanceof SQLException unreachable && isUnreachable(unreachable)) {
                return unreachable(unreachable);
            }
        }
        return null;
    }

    private static String invalid(BindValidationException invalid) {
        ObjectError error = invalid.getValidationErrors().getAllErrors().get(0);
        String prefix = invalid.getValidationErrors().getName().toString();
        return error instanceof FieldError field
                ? prefix + "." + dashed(field.getField()) + " is of no use: it " + field.getDefaultMessage()
                : prefix + ": " + error.getDefaultMessage();
    }

    private static String dashed(String field) {
        return field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String unreadable(BindException unreadable) {
        String type = unreadable.getTarget().getType().resolve(Object.class).getSimpleName();
        return unreadable.getName() + " cannot be read as " + type
                + ": put a value there as docs/configuration.md says, or leave it out for the default";
    }

    /** Mostly a secret, or the directory of them, that belongs to somebody else. */
    private static String closed(FileSystemException closed) {
        String why = closed.getClass().getSimpleName().replace("Exception", "");
        return closed.getFile() + " cannot be used (" + why + "): let the user that Gatewatch runs as read it";
    }

    private static boolean isUnreachable(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.length() == 5 && UNREACHABLE.contains(state.substring(0, 2));
    }

    private static String unreachable(SQLException e) {
        String said = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").replaceAll("[.]$", "");
        return "the PostgreSQL of spring.datasource.url cannot be used (" + said
                + "): put its address there, and who may use it into spring.datasource.username and password";
    }
}
