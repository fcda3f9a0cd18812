package io.gatewatch.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart makes of values, whoever's they are. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.ENGINE_MISSING)
class ChartTest {

    /** Everything that can be switched on at once, with values given instead of a Secret. */
    private static final String EVERYTHING = """
            fullnameOverride: watch
            commonLabels: {team: noc}
            image: {repository: registry.example.com/gatewatch, digest: "sha256:0123"}
            imagePullSecrets: [{name: registry}]
            replicaCount: 3
            database: {url: "jdbc:postgresql://a.example.com:6432,b.example.com/gatewatch?sslmode=require", username: gw, password: 'p"\\\\$#: x'}
            central: {baseUrl: "https://us1.api.central.arubanetworks.com", clientId: id, clientSecret: s, tokenUri: "https://sso.example.com:8443/token"}
            users:
              - {name: noc, password: "{bcrypt}$2a$10$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", roles: [operator, viewer]}
            oidc: {issuerUri: "https://id.example.com", audiences: [gatewatch]}
            settings: {gatewatch: {results: {retention: 30d}}}
            javaOptions: -Xss512k
            extraEnv: [{name: TZ, value: UTC}]
            extraVolumes: [{name: ca, configMap: {name: ca}}]
            extraVolumeMounts: [{name: ca, mountPath: /ca}]
            service: {type: LoadBalancer, annotations: {a: b}}
            ingress: {enabled: true, className: nginx, annotations: {a: b}, hosts: [gatewatch.example.com], tls: [{secretName: t, hosts: [gatewatch.example.com]}]}
            networkPolicy:
              usersFrom: [{ipBlock: {cidr: 10.0.0.0/8}}]
              managementFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
              databaseTo: [{ipBlock: {cidr: 10.1.0.0/16}}]
              httpsTo: [{ipBlock: {cidr: 0.0.0.0/0}}]
              extraEgress: [{ports: [{port: 4318}]}]
            serviceMonitor: {enabled: true, labels: {release: prom}, scrapeTimeout: 10s, nativeHistograms: true, relabelings: [{action: labeldrop, regex: pod}], metricRelabelings: [{action: drop, sourceLabels: [__name__], regex: "tomcat_.*"}]}
            prometheusRule: {enabled: true, labels: {release: prom}, alertLabels: {team: noc}}
            dashboards: {enabled: true, namespace: grafana, annotations: {grafana_folder: Gatewatch}}
            serviceAccount: {annotations: {a: b}}
            podLabels: {a: b}
            podAnnotations: {a: b}
            priorityClassName: high
            nodeSelector: {a: b}
            tolerations: [{key: a, operator: Exists}]
            affinity: {nodeAffinity: {}}
            topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: b}}}]
            """;

    private static final String NOTHING = """
            polling: {enabled: false}
            networkPolicy: {enabled: false}
            serviceAccount: {create: false}
            podDisruptionBudget: {enabled: false}
            preStopSeconds: 0
            topologySpreadConstraints: []
            replicaCount: 1
            """;

    @Test
    void lintFindsNothing() {
        LintResult result = new Helm(Chart.DIRECTORY).lint().strict().call();
        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                EVERYTHING,
                NOTHING,
                "oidc: {issuerUri: 'https://id', audiences: [a]}",
                "service: {type: NodePort}"
            })
    void everyManifestIsWhatKubernetesTakes(String values) throws Exception {
        Chart.Values chosen = values.equals(EVERYTHING)
                ? new Chart.Values(values)
                : Chart.least().and(values);
        for (Manifest manifest : chosen.render()) {
            Shapes.check(manifest);
            assertThat(manifest.name()).hasSizeLessThanOrEqualTo(63);
        }
    }

    @Test
    void aMistypedFieldWouldBeFound() {
        Manifest service = new Manifest(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Service",
                "metadata",
                Map.of("name", "a"),
                "spec",
                Map.of("tipe", "ClusterIP")));
        assertThatThrownBy(() -> Shapes.check(service)).hasMessageContaining("tipe");
        Manifest monitor = new Manifest(Map.of(
                "apiVersion", "monitoring.coreos.com/v1",
                "kind", "ServiceMonitor",
                "spec", Map.of("selector", Map.of(), "endpoints", List.of(Map.of("prot", "management")))));
        assertThatThrownBy(() -> Shapes.check(monitor)).hasMessageContaining("prot");
    }

    @Test
    void whatIsNotAskedForIsNotMade() {
        assertThat(kinds(Chart.least()))
                .isEqualTo(Set.of(
                        "Deployment",
                        "ConfigMap",
                        "Service",
                        "ServiceAccount",
                        "PodDisruptionBudget",
                        "NetworkPolicy"));
        assertThat(kinds(Chart.least().and(NOTHING))).isEqualTo(Set.of("Deployment", "ConfigMap", "Service"));
        assertThat(kinds(new Chart.Values(EVERYTHING))).contains("Secret", "Ingress", "ServiceMonitor");
    }

    private static Set<String> kinds(Chart.Values values) {
        return values.render().stream().map(Manifest::kind).collect(Collectors.toSet());
    }

    @Test
    void aRolloutNeverHasFewerPodsThanWanted() {
        Manifest deployment = Chart.least().one("Deployment");
        assertThat(deployment.at("spec", "replicas")).isEqualTo(2);
        assertThat(deployment.at("spec", "strategy", "rollingUpdate"))
                .isEqualTo(Map.of("maxSurge", 1, "maxUnavailable", 0));
        assertThat(deployment.container().at("lifecycle", "preStop", "exec", "command"))
                .isEqualTo(List.of("sleep", "5"));
        assertThat(deployment.at("spec", "template", "spec", "terminationGracePeriodSeconds"))
                .isEqualTo(60);
    }

    @Test
    void podsMayDoNothingThatTheyNeedNot() throws Exception {
        Chart.Values least = Chart.least();
        for (Manifest pod : List.of(
                least.one("Deployment").part("spec", "template", "spec"),
                least.testPod().part("spec"))) {
            assertThat(pod.at("automountServiceAccountToken")).isEqualTo(false);
            assertThat(pod.at("securityContext", "runAsNonRoot")).isEqualTo(true);
            assertThat(pod.at("securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
            assertThat(pod.at("containers", 0, "securityContext"))
                    .isEqualTo(Map.of(
                            "allowPrivilegeEscalation", false,
                            "readOnlyRootFilesystem", true,
                            "capabilities", Map.of("drop", List.of("ALL"))));
        }
    }

    @Test
    void otherSettingsOrSecretsAreOtherPods() {
        String before = annotations(new Chart.Values(EVERYTHING));
        assertThat(annotations(new Chart.Values(EVERYTHING).and("central: {clientSecret: other}")))
                .isNotEqualTo(before);
        assertThat(annotations(new Chart.Values(EVERYTHING).and("settings: {a: b}")))
                .isNotEqualTo(before);
        assertThat(annotations(new Chart.Values(EVERYTHING).and("service: {port: 80}")))
                .isEqualTo(before);
    }

    private static String annotations(Chart.Values values) {
        return values.one("Deployment").text("spec", "template", "metadata", "annotations");
    }

    @Test
    void noSecretIsAnywhereButInTheSecret() {
        String canary = "canary-of-a-secret";
        Chart.Values values = new Chart.Values(EVERYTHING)
                .and("central: {clientSecret: %s-1, accessToken: %s-2}".formatted(canary, canary))
                .and("database: {password: %s-3}".formatted(canary));
        for (Manifest manifest : values.render()) {
            assertThat(manifest.fields().toString().contains(canary))
                    .as(manifest.kind())
                    .isEqualTo(manifest.kind().equals("Secret"));
        }
    }

    @Test
    void theTestPodIsSoundAndGetsNoRequestsOfUsers() throws Exception {
        Manifest pod = Chart.least().testPod();
        Shapes.check(pod);
        assertThat(Chart.least().render())
                .filteredOn(each -> each.kind().equals("Service"))
                .hasSize(2)
                .noneMatch(service -> selects(service.at("spec", "selector"), pod));
    }

    private static boolean selects(Object selector, Manifest labelled) {
        var labels = (Map<?, ?>) labelled.at("metadata", "labels");
        return labels.entrySet().containsAll(((Map<?, ?>) selector).entrySet());
    }

    @Test
    void theWayOutIsOpenToWhatTheSettingsName() {
        Manifest policy = new Chart.Values(EVERYTHING).one("NetworkPolicy");
        assertThat(policy.at("spec", "egress", 1, "ports")).isEqualTo(List.of(tcp(6432), tcp(5432)));
        assertThat(policy.at("spec", "egress", 2, "ports")).isEqualTo(List.of(tcp(443), tcp(8443)));
        assertThat(policy.at("spec", "egress", 3, "ports", 0, "port")).isEqualTo(4318);
        assertThat(policy.at("spec", "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
    }

    private static Map<String, Object> tcp(int port) {
        return Map.of("protocol", "TCP", "port", port);
    }

    @Test
    void classicHistogramsAreKeptWhereNativeOnesAreScraped() {
        Manifest on = new Chart.Values(EVERYTHING).one("ServiceMonitor");
        assertThat(on.at("spec", "scrapeNativeHistograms")).isEqualTo(true);
        assertThat(on.at("spec", "scrapeClassicHistograms")).isEqualTo(true);
        Manifest off = Chart.least().and("serviceMonitor: {enabled: true}").one("ServiceMonitor");
        assertThat(off.at("spec", "scrapeNativeHistograms")).isNull();
    }

    @Test
    void theServiceMonitorFindsTheManagementServiceAndNoOther() {
        Chart.Values values = Chart.least().and("serviceMonitor: {enabled: true}");
        Object wanted = values.one("ServiceMonitor").at("spec", "selector", "matchLabels");
        assertThat(values.render())
                .filteredOn(each -> each.kind().equals("Service") && selects(wanted, each))
                .extracting(Manifest::name)
                .containsExactly("noc-gatewatch-management");
    }

    @Test
    void theVersionOfTheChartsApplicationIsThatOfTheProject() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String version = pom.replaceFirst("(?s).*<artifactId>gatewatch</artifactId>\\s*<version>([^<]+)<.*", "$1");
        assertThat(Chart.least().one("Deployment").container().text("image")).isEqualTo("gatewatch:" + version);
    }
}
