package io.gatewatch.rehearsal;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus that scrapes every second. */
final class Prometheus implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = Tool.freePort();
    private final Tool tool;

    /**
     * @param scraped ports with metrics
     * @param rules rule files, with paths of their own
     * @param alertmanager its port; 0 for none
     */
    Prometheus(Path directory, List<Integer> scraped, List<Path> rules, int alertmanager, String... more)
            throws IOException {
        Path config = Files.writeString(
                Files.createDirectories(directory).resolve("prometheus.yml"), config(scraped, rules, alertmanager));
        List<String> arguments = new ArrayList<>(List.of(
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
        arguments.addAll(List.of(more));
        tool = Tool.start(
                directory.resolve("log"), Tool.find("prometheus").orElseThrow(), arguments.toArray(String[]::new));
    }

    private static String config(List<Integer> scraped, List<Path> rules, int alertmanager) {
        return """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [%s]
                alerting: {alertmanagers: [{static_configs: [{targets: [%s]}]}]}
                scrape_configs:
                  - job_name: gatewatch
                    metrics_path: /actuator/prometheus
                    static_configs: [{targets: [%s]}]
                """.formatted(
                        rules.stream().map(Path::toString).collect(Collectors.joining(", ")),
                        alertmanager == 0 ? "" : at(alertmanager),
                        scraped.stream().map(Prometheus::at).collect(Collectors.joining(", ")));
    }

    private static String at(int port) {
        return "'127.0.0.1:" + port + "'";
    }

    /** The values of the series that the expression gives now, those that are numbers; none while it is not up. */
    List<Double> query(String expression) throws InterruptedException {
        try {
            String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + query))
                    .build();
            JsonNode answer =
                    JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
            if (!answer.path("status").asString("").equals("success")) {
                throw new IllegalArgumentException(expression + ": " + answer);
            }
            return numbers(answer.path("data").path("result"));
        } catch (IOException notUp) {
            return List.of();
        }
    }

    private static List<Double> numbers(JsonNode result) {
        return IntStream.range(0, result.size())
                .mapToObj(i -> result.get(i).path("value").path(1).asString("NaN"))
                .map(Double::valueOf)
                .filter(Double::isFinite)
                .toList();
    }

    String log() throws IOException {
        return tool.log();
    }

    @Override
    public void close() throws InterruptedException {
        tool.close();
    }
}
