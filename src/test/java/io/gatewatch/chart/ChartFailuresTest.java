package io.gatewatch.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that cannot work fail the render, in a sentence that says what to do. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.ENGINE_MISSING)
class ChartFailuresTest {

    private static final Chart.Values WITH_SECRETS = Chart.least().and("""
            existingSecret: ""
            database: {username: gw, password: p}
            central: {clientId: id, clientSecret: s}
            users: [{name: noc, password: "{noop}p", roles: [viewer]}]
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "database: {url: ''}                                | database.url is empty: put the address",
                "database: {url: 'jdbc:mysql://db/gw'}              | database.url is no address of a PostgreSQL: put",
                "database: {url: 'jdbc:postgresql://db/g?user=a&password=b'} | database.url holds a user or password",
                "central: {baseUrl: ''}                             | central.baseUrl is empty: put your account's cluster",
                "central: {baseUrl: 'us1.api.central'}              | central.baseUrl is no http or https address: put",
                "database: {password: p}                            | existingSecret is set, and secrets are given as values",
                "oidc: {issuerUri: 'https://id.example.com'}        | oidc.audiences is empty",
                "settings: {spring: {datasource: {password: p}}}    | settings holds what looks like a secret",
                "ingress: {enabled: true}                           | ingress.hosts is empty: put the names",
                "terminationGracePeriodSeconds: 20                  | put at least preStopSeconds + 30 = 35 there"
            })
    void whatCannotWorkIsSaid(String values, String sentence) {
        assertThatThrownBy(Chart.least().and(values)::render).hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "database: {password: ''}   | database.username or database.password is empty: give both",
                "central: {clientSecret: ''} | central.clientId or central.clientSecret is empty: give both",
                "users: []                  | users is empty, so that nobody could ask: give at least one user"
            })
    void withoutASecretOfOnesOwnAllSecretsAreGiven(String values, String sentence) {
        WITH_SECRETS.render();
        assertThatThrownBy(WITH_SECRETS.and(values)::render).hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 3                                                | replicas",
                "replicaCount: two                                          | replicaCount",
                "replicaCount: -1                                           | replicaCount",
                "image: {pullPolicy: Sometimes}                             | pullPolicy",
                "central: {apiVersion: v2}                                  | apiVersion",
                "central: {requestsPerSecond: 0}                            | requestsPerSecond",
                "users: [{name: a, password: plain, roles: [viewer]}]       | users",
                "users: [{name: a, password: '{noop}p', roles: [root]}]     | users",
                "users: [{name: a, roles: [viewer]}]                        | users",
                "service: {type: ExternalName}                              | service",
                "serviceMonitor: {interval: often}                          | interval",
                "ingress: {hosts: gatewatch.example.com}                    | hosts"
            })
    void whatIsMistypedIsNamed(String values, String name) {
        assertThatThrownBy(Chart.least().and(values)::render).hasMessageContaining(name);
    }
}
