package io.gatewatch.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** How one test will go, drawn when it starts: how long it takes, what comes back, and what Central makes of it. */
record Course(Duration duration, int sent, List<Response> responses, Ending ending) {

    /** One answer to one of the test's requests. */
    record Response(int number, int bytes, int milliseconds, String code) {

        String downloadRate() {
            return String.format(Locale.ROOT, "%.2fKB/sec", (double) bytes / milliseconds);
        }
    }

    /** What Central says at the end, where COMPLETED is not yet success. */
    enum Ending {
        ANSWERED("COMPLETED", null, true),
        UNANSWERED("COMPLETED", null, true),
        UNRESOLVED("COMPLETED", "Destination not resolved", false),
        FAILED("FAILED", "Test could not be run", false),
        FAILED_SILENTLY("FAILED", null, false);

        final String status;
        final String failReason;
        final boolean hasOutput;

        Ending(String status, String failReason, boolean hasOutput) {
            this.status = status;
            this.failReason = failReason;
            this.hasOutput = hasOutput;
        }
    }

    private static final List<Ending> WHEN_DOWN =
            List.of(Ending.UNANSWERED, Ending.UNRESOLVED, Ending.FAILED, Ending.FAILED_SILENTLY);
    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final long UP_TO_MORE_NANOS = Duration.ofSeconds(13).toNanos();

    static Course drawn(Random random, GatewayCharacter character, Instant start, int count) {
        var duration = SHORTEST.plusNanos((long) (random.nextDouble() * UP_TO_MORE_NANOS));
        if (character.isDown(start)) {
            return new Course(duration, count, List.of(), WHEN_DOWN.get(random.nextInt(WHEN_DOWN.size())));
        }
        var responses = IntStream.rangeClosed(1, count)
                .filter(number -> !character.loses(random))
                .mapToObj(number -> response(number, random, character))
                .toList();
        return new Course(duration, count, responses, responses.isEmpty() ? Ending.UNANSWERED : Ending.ANSWERED);
    }

    private static Response response(int number, Random random, GatewayCharacter character) {
        var code = character.refuses(random) ? "503/Service Unavailable" : "200/OK";
        return new Response(number, 19_400 + random.nextInt(700), character.latencyMilliseconds(random), code);
    }

    int received() {
        return responses.size();
    }

    int successRatePercent() {
        return 100 * received() / sent;
    }

    int minimumMilliseconds() {
        return milliseconds().min().orElse(0);
    }

    int maximumMilliseconds() {
        return milliseconds().max().orElse(0);
    }

    // Truncated, as Central does it: 2036 / 5 is reported as 407.
    int averageMilliseconds() {
        return (int) milliseconds().average().orElse(0);
    }

    private IntStream milliseconds() {
        return responses.stream().mapToInt(Response::milliseconds);
    }
}
