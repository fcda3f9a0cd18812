package io.gatewatch.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server's directory, ours alone while we hold its lock: the data, the log and the superuser's password. */
record PostgresHome(Path directory, RunAs runAs, FileLock lock) implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PostgresHome.class);

    /** The directory wished for, or one below /var/tmp when the user the server runs as cannot get there. */
    static PostgresHome open(Path wished, RunAs runAs) {
        var directory = wished.toAbsolutePath().normalize();
        if (!runAs.reaches(existing(directory))) {
            var name = "kept-" + UUID.nameUUIDFromBytes(directory.toString().getBytes());
            var reachable = Scratch.directory().resolve(name);
            log.info("{} is out of reach for the user PostgreSQL runs as; the data are in {}", directory, reachable);
            directory = reachable;
        }
        return tryOpen(directory, runAs)
                .orElseThrow(() -> new IllegalStateException(
                        "Another process of Gatewatch uses the database in " + wished + ": stop it first"));
    }

    private static Path existing(Path directory) {
        return Files.isDirectory(directory.getParent()) ? directory.getParent() : existing(directory.getParent());
    }

    /** Empty when another process, or another server of this one, holds the directory. */
    static Optional<PostgresHome> tryOpen(Path directory, RunAs runAs) {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            // The system lets go of this lock when we die, however we die: it is never stale.
            var channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return locked(channel).map(lock -> new PostgresHome(directory, runAs, lock));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<FileLock> locked(FileChannel channel) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException held) {
            // Held by this very process, which is no different from being held by another.
        }
        if (lock == null) {
            channel.close();
        }
        return Optional.ofNullable(lock);
    }

    Path data() {
        return directory.resolve("data");
    }

    Path log() {
        return directory.resolve("postgres.log");
    }

    Path passwordFile() {
        return directory.resolve("password");
    }

    /** The superuser's password, made up at the first call: others who use this machine are to stay outside. */
    String password() {
        try {
            if (Files.notExists(passwordFile())) {
                Files.writeString(passwordFile(), UUID.randomUUID().toString());
            }
            return Files.readString(passwordFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
