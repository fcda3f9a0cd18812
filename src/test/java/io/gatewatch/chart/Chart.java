package io.gatewatch.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.Yaml;

/** The chart of this project, rendered as {@code helm template} would, offline. */
final class Chart {

    static final Path DIRECTORY = Path.of("helm", "gatewatch");

    /** The engine is packed for this system alone. */
    static final String ENGINE_MISSING = "the Helm engine of the tests is there for Linux on amd64 only;"
            + " elsewhere install helm and run: helm lint --strict helm/gatewatch";

    private Chart() {}

    /** The least that is needed: an address, a Central and a Secret of one's own. */
    static Values least() {
        return new Values("""
                database: {url: "jdbc:postgresql://db.example.com/gatewatch"}
                central: {baseUrl: "https://us1.api.central.arubanetworks.com"}
                existingSecret: gatewatch
                """);
    }

    /** Values as a user writes them, one file after the other; later ones win. */
    record Values(List<String> files) {

        Values(String... files) {
            this(List.of(files));
        }

        Values and(String more) {
            return new Values(Stream.concat(files.stream(), Stream.of(more)).toList());
        }

        /** All manifests but those of hooks. Throws what Helm says when the render fails. */
        List<Manifest> render() {
            return manifests(render(DIRECTORY));
        }

        /** The same with other files in the chart, by their path. */
        List<Manifest> renderWith(Map<String, String> others) {
            return inScratch(chart -> {
                FileSystemUtils.copyRecursively(DIRECTORY, chart);
                for (var other : others.entrySet()) {
                    Path file = chart.resolve(other.getKey());
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, other.getValue());
                }
                return manifests(render(chart));
            });
        }

        /** The pod of {@code helm test}; the engine leaves hooks out, so it is rendered as if it were none. */
        Manifest testPod() throws IOException {
            String path = "templates/tests/reachable.yaml";
            String pod = Files.readString(DIRECTORY.resolve(path));
            return only("Pod", renderWith(Map.of(path, pod.replace("helm.sh/hook: test", "no: hook"))));
        }

        Manifest one(String kind) {
            return only(kind, render());
        }

        private String render(Path chart) {
            return inScratch(directory -> {
                TemplateCommand template =
                        new Helm(chart).template().withName("noc").withNamespace("monitoring");
                for (int i = 0; i < files.size(); i++) {
                    template.withValuesFile(Files.writeString(directory.resolve(i + ".yaml"), files.get(i)));
                }
                return template.call();
            });
        }
    }

    private interface Work<T> {
        T in(Path directory) throws IOException;
    }

    private static <T> T inScratch(Work<T> work) {
        try {
            Path directory = Files.createTempDirectory("chart");
            try {
                return work.in(directory);
            } finally {
                FileSystemUtils.deleteRecursively(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest only(String kind, List<Manifest> manifests) {
        List<Manifest> found =
                manifests.stream().filter(each -> each.kind().equals(kind)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " manifests are of kind " + kind);
        }
        return found.get(0);
    }

    @SuppressWarnings("unchecked")
    private static List<Manifest> manifests(String text) {
        return StreamSupport.stream(new Yaml().loadAll(text).spliterator(), false)
                .filter(Map.class::isInstance)
                .map(document -> new Manifest((Map<String, Object>) document))
                .toList();
    }
}
