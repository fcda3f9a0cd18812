package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scope holds the gateways that it names, whole or by their beginning, and no other. */
class GatewayScopeTest {

    @Test
    void aSerialNumberIsHeldWhole() {
        GatewayScope scope = GatewayScope.of(List.of("CNJJ"));
        assertThat(scope.holds("CNJJ")).isTrue();
        assertThat(scope.holds("CNJJK")).isFalse();
        assertThat(scope.holds("cnjj")).isFalse();
    }

    @Test
    void aPrefixHoldsAllThatBeginsWithIt() {
        GatewayScope scope = GatewayScope.of(List.of("CNJJ*", "CNXY1"));
        assertThat(List.of("CNJJ", "CNJJK", "CNXY1")).allMatch(scope::holds);
        assertThat(List.of("CNJ", "XCNJJ", "CNXY11")).noneMatch(scope::holds);
        assertThat(scope.isAll()).isFalse();
        assertThat(GatewayScope.of(scope.patterns())).isEqualTo(scope);
    }

    @Test
    void aStarHoldsAllAndNothingHoldsNone() {
        assertThat(GatewayScope.of(List.of("*"))).isEqualTo(GatewayScope.ALL);
        assertThat(GatewayScope.ALL.isAll()).isTrue();
        assertThat(GatewayScope.ALL.holds("X")).isTrue();
        assertThat(GatewayScope.NONE.holds("X")).isFalse();
        assertThat(GatewayScope.of(List.of())).isEqualTo(GatewayScope.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "**", "*A", "A*B", "A%", "A_", "A B", "A?"})
    void whatIsNoPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> GatewayScope.of(List.of(pattern))).isInstanceOf(IllegalArgumentException.class);
    }
}
