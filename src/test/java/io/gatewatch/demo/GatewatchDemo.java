package io.gatewatch.demo;

import io.gatewatch.Application;
import io.gatewatch.postgres.LocalPostgres;
import io.gatewatch.simulator.SimulatedCentral;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.Environment;

/** Runs Gatewatch with a PostgreSQL of its own and, unless {@code CENTRAL_BASE_URL} names a real one, a simulated Central. */
public final class GatewatchDemo {

    // Central allows an account about this many, so the demo's Central does too.
    private static final int CALLS_PER_SECOND = 10;

    private GatewatchDemo() {}

    public static void main(String[] args) {
        var postgres = LocalPostgres.kept(Path.of(".gatewatch", "postgres"));
        if (System.getenv("CENTRAL_BASE_URL") == null) {
            runSimulated(postgres, args);
        } else {
            var environment = run(DemoSettings.withCentral(postgres), args);
            say(Signpost.at(environment, postgres.directory()).withCentral());
        }
    }

    private static void runSimulated(LocalPostgres postgres, String... args) {
        var clock = Clock.systemUTC();
        // Another seed each time: the database still knows the task ids of the runs before.
        var central = SimulatedCentral.start(clock, 0, clock.millis());
        central.limit(CALLS_PER_SECOND);
        var environment = run(DemoSettings.simulated(postgres, central), args);
        var signpost = Signpost.at(environment, postgres.directory());
        new DemoTraffic(central, signpost.application()).start();
        say(signpost.simulated());
    }

    private static Environment run(DemoSettings settings, String... args) {
        settings.apply();
        var running = SpringApplication.from(Application::main).run(args);
        return running.getApplicationContext().getEnvironment();
    }

    private static void say(String text) {
        LoggerFactory.getLogger(GatewatchDemo.class).info(text);
    }
}
