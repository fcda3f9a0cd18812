package io.gatewatch.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A dashboard as it is shipped. */
record Dashboard(String name, JsonNode json) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), \\w+\\)");

    static List<Dashboard> all(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Dashboard> all = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                all.add(new Dashboard(file.getFileName().toString(), JSON.readTree(Files.readString(file))));
            }
            return all;
        }
    }

    /** The expressions of its panels and variables, with this gateway and everything else chosen. */
    List<String> queries(String gateway) {
        List<String> queries = new ArrayList<>();
        json.path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> queries.add(target.path("expr").asString())));
        json.path("templating").path("list").forEach(variable -> {
            if (variable.path("type").asString().equals("query")) {
                queries.add(LABEL_VALUES
                        .matcher(variable.path("query").path("query").asString())
                        .replaceFirst("$1"));
            }
        });
        return queries.stream().map(query -> chosen(query, gateway)).toList();
    }

    private static String chosen(String query, String gateway) {
        return query.replace("$__range", "5m")
                .replace("$__rate_interval", "1m")
                .replace("$serial", gateway)
                .replaceAll("\\$(job|instance|url|protocol)", ".*");
    }
}
