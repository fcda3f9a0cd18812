package io.gatewatch.chart;

import java.util.List;
import java.util.Map;

/** One rendered document. */
record Manifest(Map<String, Object> fields) {

    String kind() {
        return text("kind");
    }

    String name() {
        return text("metadata", "name");
    }

    String text(Object... path) {
        return String.valueOf(at(path));
    }

    /** What stands at a path of names and of numbers in lists; null where there is nothing. */
    Object at(Object... path) {
        Object here = fields;
        for (Object step : path) {
            if (here instanceof Map<?, ?> map) {
                here = map.get(step);
            } else if (here instanceof List<?> list && step instanceof Integer i && i < list.size()) {
                here = list.get(i);
            } else {
                return null;
            }
        }
        return here;
    }

    Manifest container() {
        return part("spec", "template", "spec", "containers", 0);
    }

    @SuppressWarnings("unchecked")
    Manifest part(Object... path) {
        return new Manifest((Map<String, Object>) at(path));
    }
}
