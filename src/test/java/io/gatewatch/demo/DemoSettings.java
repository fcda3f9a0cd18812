package io.gatewatch.demo;

import io.gatewatch.postgres.LocalPostgres;
import io.gatewatch.simulator.SimulatedCentral;
import java.util.HashMap;
import java.util.Map;

/** The settings that a newcomer need not make; all others, ports among them, stay the newcomer's. */
record DemoSettings(Map<String, String> values) {

    static final String USER = "demo";
    static final String PASSWORD = "demo";

    /** One database for each kind of Central: the real one knows nothing of simulated tasks. */
    static DemoSettings simulated(LocalPostgres postgres, SimulatedCentral central) {
        var settings = withDatabase(postgres, "simulated");
        settings.values.put("gatewatch.central.base-url", central.baseUrl().toString());
        settings.values.put("CENTRAL_TOKEN_URI", central.tokenUri().toString());
        settings.values.put("CENTRAL_CLIENT_ID", SimulatedCentral.CLIENT_ID);
        settings.values.put("CENTRAL_CLIENT_SECRET", SimulatedCentral.CLIENT_SECRET);
        return settings;
    }

    static DemoSettings withCentral(LocalPostgres postgres) {
        return withDatabase(postgres, "gatewatch");
    }

    private static DemoSettings withDatabase(LocalPostgres postgres, String name) {
        var values = new HashMap<String, String>();
        // Without its user and password: this URL is logged at every start.
        values.put("spring.datasource.url", postgres.database(name).split("\\?")[0]);
        values.put("spring.datasource.username", postgres.username());
        values.put("spring.datasource.password", postgres.password());
        // Everybody knows the password: nobody from outside is let in.
        values.put("server.address", "127.0.0.1");
        values.put("management.server.address", "127.0.0.1");
        values.put("gatewatch.security.users[0].name", USER);
        values.put("gatewatch.security.users[0].password", "{noop}" + PASSWORD);
        values.put("gatewatch.security.users[0].roles", "admin");
        return new DemoSettings(values);
    }

    /** As system properties, since the application looks at its settings before it has any bean. */
    void apply() {
        values.forEach(System::setProperty);
    }
}
