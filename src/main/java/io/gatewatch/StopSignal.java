package io.gatewatch;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process with 0 when it is told to stop, because being stopped in good order is no failure; by itself the JVM
 * would say 143. It ends in time whatever hangs: nothing is lost by it, as leases run out.
 */
final class StopSignal {

    private static final Logger log = LoggerFactory.getLogger(StopSignal.class);
    private static final Duration AT_MOST = Duration.ofSeconds(28);

    private StopSignal() {}

    /** By reflection, as the compiler warns of the only class for this and cannot be told not to. */
    static void heed() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object stop = Proxy.newProxyInstance(
                    StopSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> stop());
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), stop);
        } catch (ReflectiveOperationException e) {
            log.debug("SIGTERM is not ours to heed here; it ends the process as the JVM does", e);
        }
    }

    private static @Nullable Object stop() {
        Thread limit = new Thread(StopSignal::endInTime, "gatewatch-stop-limit");
        limit.setDaemon(true);
        limit.start();
        System.exit(0);
        return null;
    }

    private static void endInTime() {
        try {
            TimeUnit.MILLISECONDS.sleep(AT_MOST.toMillis());
        } catch (InterruptedException e) {
            return;
        }
        log.warn("Stopping took longer than {}; what is under way is asked by others when its leases run out", AT_MOST);
        Runtime.getRuntime().halt(0);
    }
}
