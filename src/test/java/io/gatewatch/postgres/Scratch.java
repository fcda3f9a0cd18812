package io.gatewatch.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** This user's own directory below /var/tmp: the unpacked programs, throwaway servers, and data with no better place. */
final class Scratch {

    private Scratch() {}

    static Path directory() {
        int self = RunAs.userId();
        var directory = base().resolve("gatewatch-" + self);
        try {
            Files.createDirectories(directory);
            requireOurs(directory, self);
            // Not left to the umask: the user that root runs the server as has to get in.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path base() {
        var usual = Path.of("/var/tmp");
        return Files.isWritable(usual) ? usual : Path.of(System.getProperty("java.io.tmpdir"));
    }

    // Programs are run from here: a directory that someone else laid out in advance must not be believed.
    private static void requireOurs(Path directory, int self) throws IOException {
        boolean ours = !Files.isSymbolicLink(directory)
                && Files.getAttribute(directory, "unix:uid").equals(self);
        if (!ours) {
            throw new IllegalStateException(directory + " belongs to another user: remove it");
        }
    }

    /** Does the work while no other process of this user does such work here. */
    static synchronized <T> T alone(Supplier<T> work) {
        var file = directory().resolve("lock");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            return work.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
