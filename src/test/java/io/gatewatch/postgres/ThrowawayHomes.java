package io.gatewatch.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/** The homes of throwaway servers, where each new one first sweeps away what killed processes left. */
final class ThrowawayHomes {

    private ThrowawayHomes() {}

    static PostgresHome open(Path programs, RunAs runAs) {
        return Scratch.alone(() -> {
            leftBehind().forEach(directory -> sweep(directory, programs, runAs));
            var directory = Scratch.directory().resolve("throwaway-" + UUID.randomUUID());
            return PostgresHome.tryOpen(directory, runAs).orElseThrow();
        });
    }

    private static List<Path> leftBehind() {
        try (var all = Files.list(Scratch.directory())) {
            return all.filter(path -> path.getFileName().toString().startsWith("throwaway-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sweep(Path directory, Path programs, RunAs runAs) {
        PostgresHome.tryOpen(directory, runAs).ifPresent(home -> {
            try (home) {
                new Postmaster(programs, home, Keeping.THROWAWAY).stop();
                delete(home);
            }
        });
    }

    static void delete(PostgresHome home) {
        try {
            FileSystemUtils.deleteRecursively(home.directory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
