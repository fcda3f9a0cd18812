package io.gatewatch.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Makes a hot standby of a server at rest: a copy of its data that is told whom to follow. */
final class Standby {

    private Standby() {}

    static void copy(PostgresHome of, PostgresHome to, int port) {
        try {
            Files.writeString(to.passwordFile(), of.password());
            copy(of.data(), to.data());
            Files.createFile(to.data().resolve("standby.signal"));
            Files.writeString(
                    to.data().resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'%nwal_retrieve_retry_interval = 200ms%n"
                            .formatted(port, LocalPostgres.USERNAME, of.password()),
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
