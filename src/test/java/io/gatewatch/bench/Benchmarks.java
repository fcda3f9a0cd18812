package io.gatewatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The results of all benchmarks of a run, in {@code target/benchmarks.json}. */
public final class Benchmarks {

    private static final Path FILE = Path.of("target", "benchmarks.json");
    private static final JsonMapper JSON = new JsonMapper();

    private Benchmarks() {}

    /** Adds the figures of one benchmark, or replaces those of an earlier run. */
    public static synchronized void report(String name, Map<String, ?> figures) throws IOException {
        ObjectNode all =
                Files.exists(FILE) ? (ObjectNode) JSON.readTree(Files.readString(FILE)) : JSON.createObjectNode();
        all.set(name, JSON.<JsonNode>valueToTree(new LinkedHashMap<>(figures)));
        Files.writeString(FILE, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
        System.out.println(name + " " + figures);
    }

    static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    public static double median(double[] values) {
        return percentile(values, 0.5);
    }
}
