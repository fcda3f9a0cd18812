package io.gatewatch;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;

/** The settings as they were given; one that cannot be read is said by its name, and never by a value that is secret. */
record Settings(Environment environment) {

    private static final Set<String> FLAGS = Set.of("true", "false", "yes", "no", "on", "off", "1", "0");

    /** The text of a setting, or null where there is none. */
    @Nullable
    String text(String name) {
        try {
            String value = environment.getProperty(name);
            return value == null || value.isBlank() ? null : value.strip();
        } catch (IllegalArgumentException e) {
            throw new UnusableSetting(name, "refers to another setting that is not there", "put its value there");
        }
    }

    boolean flag(String name, boolean otherwise) {
        String text = text(name);
        if (text != null && !FLAGS.contains(text.toLowerCase(Locale.ROOT))) {
            throw new UnusableSetting(name, "is " + text, "put true or false there");
        }
        return value(name, Boolean.class, otherwise, "true or false");
    }

    /** A time that must not be shorter than this. */
    Duration atLeast(String name, Duration least, Duration otherwise, String example) {
        Duration value = value(name, Duration.class, otherwise, "a duration such as " + example);
        if (value.compareTo(least) < 0) {
            throw new UnusableSetting(name, "is too short", "put a duration such as " + example + " there");
        }
        return value;
    }

    <T> T value(String name, Class<T> type, T otherwise, String example) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            T value = ApplicationConversionService.getSharedInstance().convert(text, type);
            if (value != null) {
                return value;
            }
        } catch (ConversionException e) {
            throw unreadable(name, example, e);
        }
        return otherwise;
    }

    private static UnusableSetting unreadable(String name, String example, Exception why) {
        UnusableSetting unusable = new UnusableSetting(name, "cannot be read", "put " + example + " there");
        unusable.initCause(why);
        return unusable;
    }
}
