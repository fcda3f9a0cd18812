package io.gatewatch.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresTest {

    @TempDir
    private Path directory;

    @Test
    void theThrowawayServerIsAPostgreSql18() throws SQLException {
        var database = LocalPostgres.throwaway().freshDatabase();

        assertThat(ask(database, "show server_version")).startsWith("18");
        assertThat(ask(database, "show listen_addresses")).isEqualTo("127.0.0.1");
    }

    @Test
    void freshDatabasesKnowNothingOfEachOther() throws SQLException {
        var server = LocalPostgres.throwaway();
        tell(server.freshDatabase(), "create table gateway (serial text)");

        assertThat(ask(server.freshDatabase(), "select count(*) from pg_tables where tablename = 'gateway'"))
                .isEqualTo("0");
    }

    @Test
    void keptDataSurviveARestart() throws SQLException {
        try (var first = LocalPostgres.kept(directory)) {
            tell(first.database("gatewatch"), "create table gateway as select 'CNJJKLB0T1' as serial");
        }
        try (var second = LocalPostgres.kept(directory)) {
            assertThat(ask(second.database("gatewatch"), "select serial from gateway"))
                    .isEqualTo("CNJJKLB0T1");
            assertThat(ask(second.database("gatewatch"), "show fsync")).isEqualTo("on");
        }
    }

    @Test
    void aStoppedServerComesBackAtTheSameAddress() throws SQLException {
        try (var server = LocalPostgres.kept(directory)) {
            var database = server.database("gatewatch");
            server.stop();
            server.start();

            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aProcessIdLeftBehindIsNotBelievedToBeTheServer() throws Exception {
        Path data;
        try (var first = LocalPostgres.kept(directory)) {
            data = first.directory().resolve("data");
        }
        Files.writeString(
                data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n" + data + "\n");

        try (var second = LocalPostgres.kept(directory)) {
            assertThat(ask(second.database("gatewatch"), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void twoServersDoNotShareADirectory() {
        try (var first = LocalPostgres.kept(directory)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> LocalPostgres.kept(directory))
                    .withMessageContaining("stop it first");
        }
    }

    private static String ask(String database, String query) throws SQLException {
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void tell(String database, String command) throws SQLException {
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
