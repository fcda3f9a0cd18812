package io.gatewatch.central;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds addresses as the system does, which knows search domains and {@code /etc/hosts}, and gives out none that leads back
 * to this machine, to its neighbours' metadata or to everybody: whoever answers for Central's name cannot send our token there.
 * Private networks are fine, as Central may stand in one.
 */
final class CheckedAddresses extends AddressResolverGroup<InetSocketAddress> {

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new InetSocketAddressResolver(executor, new Names(executor));
    }

    /** The loopback only for who asks for it by its own name or number. */
    static boolean isFit(String host, InetAddress address) {
        boolean strange = address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress();
        boolean named = host.equals("localhost") || NetUtil.createByteArrayFromIpAddressString(host) != null;
        return !strange && (!address.isLoopbackAddress() || named);
    }

    private static final class Names extends DefaultNameResolver {

        Names(EventExecutor executor) {
            super(executor);
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) throws Exception {
            Promise<List<InetAddress>> all = executor().newPromise();
            all.addListener(found -> {
                if (found.isSuccess()) {
                    promise.setSuccess(all.getNow().get(0));
                } else {
                    promise.setFailure(found.cause());
                }
            });
            doResolveAll(host, all);
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) throws Exception {
            List<InetAddress> fit = List.of(InetAddress.getAllByName(host)).stream()
                    .filter(address -> isFit(host, address))
                    .toList();
            if (fit.isEmpty()) {
                promise.setFailure(new UnknownHostException(host + " has no address that may be called"));
            } else {
                promise.setSuccess(fit);
            }
        }
    }
}
