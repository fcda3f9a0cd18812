package io.gatewatch;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Says in one sentence which setting ended the start. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class OneSentence implements SpringBootExceptionReporter {

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

    private static @Nullable String sentence(Throwable failure) {
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
        }
        return null;
    }

    private static String invalid(BindValidationException invalid) {
        ObjectError error = invalid.getValidationErrors().getAllErrors().get(0);
        ConfigurationPropertyName prefix = invalid.getValidationErrors().getName();
        return error instanceof FieldError field
                ? prefix + "." + dashed(field.getField()) + " is " + field.getRejectedValue() + ": it "
                        + field.getDefaultMessage()
                : prefix + ": " + error.getDefaultMessage();
    }

    private static String dashed(String field) {
        return field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String unreadable(BindException unreadable) {
        Object value = unreadable.getProperty() == null
                ? null
                : unreadable.getProperty().getValue();
        String type = unreadable.getTarget().getType().resolve(Object.class).getSimpleName();
        return unreadable.getName() + " is " + value + ", which cannot be read as a " + type
                + ": put a value there as the configuration reference says, or leave it out for the default";
    }
}
