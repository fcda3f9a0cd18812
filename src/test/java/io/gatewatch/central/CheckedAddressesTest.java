package io.gatewatch.central;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A name that leads to where no Central can be is not called. */
class CheckedAddressesTest {

    private static Future<InetSocketAddress> resolve(String host) {
        try (CheckedAddresses addresses = new CheckedAddresses()) {
            AddressResolver<InetSocketAddress> resolver = addresses.getResolver(ImmediateEventExecutor.INSTANCE);
            return resolver.resolve(InetSocketAddress.createUnresolved(host, 443));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "central.example, 203.0.113.7, true",
        "central.example, 10.1.2.3, true",
        "central.example, 2001:db8::1, true",
        "central.example, 127.0.0.1, false",
        "central.example, ::1, false",
        "central.example, 169.254.169.254, false",
        "central.example, fe80::1, false",
        "central.example, 0.0.0.0, false",
        "central.example, 224.0.0.1, false",
        "127.0.0.1, 127.0.0.1, true",
        "localhost, 127.0.0.1, true"
    })
    void anAddressFitsOrNot(String host, String address, boolean fits) throws UnknownHostException {
        assertThat(CheckedAddresses.isFit(host, InetAddress.getByName(address))).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "0.0.0.0", "fe80::1"})
    void whatDoesNotFitIsNotFound(String host) {
        assertThat(resolve(host).cause())
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("no address that may be called");
    }

    @Test
    void theRestIsFoundAsTheSystemDoes() {
        assertThat(resolve("localhost").getNow().getAddress().isLoopbackAddress())
                .isTrue();
        assertThat(resolve("10.1.2.3").getNow().getAddress().getHostAddress()).isEqualTo("10.1.2.3");
    }
}
