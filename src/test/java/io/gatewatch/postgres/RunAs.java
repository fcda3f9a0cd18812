package io.gatewatch.postgres;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** With whose rights PostgreSQL runs: our own, or, as it refuses root, what root can put in front of it. */
record RunAs(List<String> prefix, int owner) {

    private static final int NOBODY = 65534;

    static RunAs found() {
        var ourselves = new RunAs(List.of(), userId());
        return ourselves.owner() == 0 ? belowRoot() : ourselves;
    }

    static int userId() {
        return Integer.parseInt(new RunAs(List.of(), -1).run(Path.of("/"), "id", "-u"));
    }

    // A user namespace comes first because the files stay root's there, so that any directory root can reach will do.
    private static RunAs belowRoot() {
        var inNamespace = new RunAs(List.of("unshare", "-U"), 0);
        var asNobody =
                new RunAs(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);
        return Stream.of(inNamespace, asNobody)
                .filter(RunAs::leavesRoot)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("PostgreSQL does not run as root, and here neither"
                        + " 'unshare -U' nor 'setpriv --reuid' works: run this as an ordinary user"));
    }

    private boolean leavesRoot() {
        try {
            return !run(Path.of("/"), "id", "-u").equals("0");
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    boolean reaches(Path directory) {
        try {
            run(Path.of("/"), "test", "-x", directory.toString());
            return true;
        } catch (IllegalStateException outOfReach) {
            return false;
        }
    }

    /** Runs the command to its end and returns what it said; a failure is an exception that tells it. */
    String run(Path workingDirectory, String... command) {
        var whole = Stream.concat(prefix.stream(), Stream.of(command)).toList();
        try {
            var process = prepared(whole, workingDirectory).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", whole) + " failed: " + said);
            }
            return said;
        } catch (IOException missing) {
            throw new IllegalStateException(String.join(" ", whole) + " could not be run", missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + String.join(" ", whole), interrupted);
        }
    }

    private static ProcessBuilder prepared(List<String> command, Path workingDirectory) {
        var builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        // PGDATA, PGPORT, PGOPTIONS and their like belong to some other server of the user's.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder.redirectErrorStream(true);
    }

    /** Gives the directory and all in it to the user the server runs as. */
    void takeOver(Path directory) {
        try (var files = Files.walk(directory)) {
            files.forEach(this::giveAway);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void giveAway(Path file) {
        try {
            if (!Files.getAttribute(file, "unix:uid", NOFOLLOW_LINKS).equals(owner)) {
                Files.setAttribute(file, "unix:uid", owner, NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
