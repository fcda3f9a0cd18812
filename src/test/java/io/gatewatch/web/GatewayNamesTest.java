package io.gatewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.results.ResultsWorld;
import io.gatewatch.results.Told;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

class GatewayNamesTest extends ResultsWorld {

    private static final String ONE = "/api/v1/gateways/GW1";

    @BeforeEach
    void aGatewayIsSeen() {
        record(Told.test("t1", NOON.minusSeconds(60)));
    }

    private RestTestClient.ResponseSpec put(String path, String user, String body) {
        return http.put()
                .uri(path)
                .headers(headers -> headers.setBasicAuth(user, user.equals("vera") ? "viewer" : "operator"))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    @Test
    void aGatewayIsKnownByTheNamesItIsGiven() {
        put(ONE, "otto", "{\"name\": \"Kiosk 😀\", \"site\": \"Köln\"}")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"serialNumber": "GW1", "name": "Kiosk 😀", "site": "Köln", "figures": {"PT1H": {"tests": 1}}}
                        """);
        assertThat(json("/api/v1/gateways").at("/items/0/name").asString()).isEqualTo("Kiosk 😀");
        put(ONE, "otto", "{\"site\": null}").expectStatus().isOk();
        assertThat(json(ONE).get("name").isNull()).isTrue();
        assertThat(json(ONE).get("site").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": \"\"} | name",
                "{\"name\": 5} | name",
                "{\"site\": true} | site",
                "{\"site\": [\"x\"]} | site",
                "{\"site\": \"a\\u0000b\"} | site",
                "{\"name\": \"a\\nb\"} | name",
                "{\"name\": \"\\ud800\"} | name",
                "[] | body",
                "{ | body"
            })
    void namesThatNobodyCanReadAreRefused(String body, String field) {
        put(ONE, "otto", body)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field);
    }

    @Test
    void twoHundredCharactersAreTheMostAndEveryWrongFieldIsNamed() {
        String longest = "😀".repeat(200);
        put(ONE, "otto", "{\"name\": \"%s\"}".formatted(longest)).expectStatus().isOk();
        put(ONE, "otto", "{\"name\": \"%1$sx\", \"site\": \"%1$sx\"}".formatted(longest))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[*].field")
                .isEqualTo(List.of("name", "site"));
    }

    @Test
    void onlyOperatorsNameAndOnlyAdminsRetire() {
        put(ONE, "vera", "{").expectStatus().isForbidden();
        http.delete()
                .uri(ONE)
                .headers(headers -> headers.setBasicAuth("otto", "operator"))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void aGatewayNeverSeenCannotBeNamedOrRetired() {
        put("/api/v1/gateways/GW2", "otto", "{}").expectStatus().isNotFound();
        delete("/api/v1/gateways/GW2").expectStatus().isNotFound();
    }

    @Test
    void aRetiredGatewayLeavesListAndScrapeButItsDataStay() {
        delete(ONE).expectStatus().isNoContent();
        delete(ONE).expectStatus().isNoContent();
        assertThat(json("/api/v1/gateways").get("items")).isEmpty();
        assertThat(scrape()).doesNotContain("GW1");
        assertThat(json(ONE).at("/figures/PT1H/tests").asInt()).isEqualTo(1);
        assertThat(json(ONE + "/history").at("/summary/tests").asInt()).isEqualTo(1);
        assertThat(json(ONE + "/tests").get("items")).hasSize(1);
        assertThat(json("/api/v1/urls").at("/items/0/gateways").asInt()).isEqualTo(1);
    }

    @Test
    void aRetiredGatewayThatIsSeenAgainIsBack() {
        delete(ONE).expectStatus().isNoContent();
        record(Told.test("t2", NOON.minusSeconds(30)));
        assertThat(json("/api/v1/gateways").at("/items/0/figures/tests").asInt())
                .isEqualTo(2);
    }
}
