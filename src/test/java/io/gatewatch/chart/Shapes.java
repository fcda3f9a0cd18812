package io.gatewatch.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.fge.jackson.JsonLoader;
import com.github.fge.jsonschema.core.report.ProcessingReport;
import com.github.fge.jsonschema.main.JsonSchemaFactory;
import io.kubernetes.client.openapi.JSON;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;

/** Kubernetes' own shapes, strictly: a field that they do not know is an error, as a mistyped one would be ignored by a cluster. */
final class Shapes {

    private static final Map<String, String> CUSTOM =
            Map.of("ServiceMonitor", "servicemonitors", "PrometheusRule", "prometheusrules");

    private static final Map<String, String> API_VERSIONS = Map.of(
            "Deployment", "apps/v1",
            "PodDisruptionBudget", "policy/v1",
            "NetworkPolicy", "networking.k8s.io/v1",
            "Ingress", "networking.k8s.io/v1",
            "ServiceMonitor", "monitoring.coreos.com/v1",
            "PrometheusRule", "monitoring.coreos.com/v1");

    private Shapes() {}

    static void check(Manifest manifest) throws Exception {
        String expected = API_VERSIONS.getOrDefault(manifest.kind(), "v1");
        if (!manifest.text("apiVersion").equals(expected)) {
            throw new AssertionError(manifest.kind() + " is of " + expected);
        }
        String json = new ObjectMapper().writeValueAsString(manifest.fields());
        if (CUSTOM.containsKey(manifest.kind())) {
            checkCustom(CUSTOM.get(manifest.kind()), json);
        } else {
            checkBuiltIn(manifest.kind(), json);
        }
    }

    private static void checkBuiltIn(String kind, String json) throws Exception {
        JSON.getGson();
        Class<?> shape = Class.forName("io.kubernetes.client.openapi.models.V1" + kind);
        Method fromJson = shape.getMethod("fromJson", String.class);
        try {
            fromJson.invoke(null, json);
        } catch (InvocationTargetException e) {
            throw new AssertionError(kind + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static void checkCustom(String name, String json) throws Exception {
        JsonNode schema = JsonLoader.fromResource("/kubernetes/" + name + ".json");
        ProcessingReport report =
                JsonSchemaFactory.byDefault().getJsonSchema(schema).validate(JsonLoader.fromString(json));
        if (!report.isSuccess()) {
            throw new AssertionError(report.toString());
        }
    }
}
