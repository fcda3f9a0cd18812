package io.gatewatch.postgres;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs of zonky's bundle for this system, unpacked once and kept. */
final class PostgresBundle {

    private PostgresBundle() {}

    /** The directory that holds {@code bin/postgres}, {@code bin/initdb} and {@code bin/pg_ctl}. */
    static Path unpacked() {
        return Place.FOUND;
    }

    private static Path unpackedOnce() {
        return Scratch.alone(() -> {
            try {
                return unpackedBelow(Scratch.directory());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Path unpackedBelow(Path scratch) throws IOException {
        byte[] bundle = bundle();
        var place = scratch.resolve("postgres-" + digest(bundle));
        if (Files.notExists(place)) {
            var unfinished = scratch.resolve("unpacking");
            FileSystemUtils.deleteRecursively(unfinished);
            unpack(bundle, unfinished);
            Files.move(unfinished, place);
        }
        return place;
    }

    private static byte[] bundle() throws IOException {
        var name = System.getProperty("os.name");
        var system = name.startsWith("Mac") ? "Darwin" : name;
        try (var stream = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, System.getProperty("os.arch"))) {
            return stream.readAllBytes();
        }
    }

    private static String digest(byte[] bundle) {
        try {
            var sum = MessageDigest.getInstance("SHA-256").digest(bundle);
            return HexFormat.of().formatHex(sum, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(byte[] bundle, Path target) throws IOException {
        makeDirectory(target);
        try (var tar = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(bundle)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, target.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            makeDirectory(file);
            return;
        }
        makeDirectory(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static void makeDirectory(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            makeDirectory(directory.getParent());
            Files.createDirectory(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static final class Place {

        static final Path FOUND = unpackedOnce();
    }
}
