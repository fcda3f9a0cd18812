package io.gatewatch.simulator;

import io.gatewatch.simulator.Course.Response;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the device itself printed about a test, its mixed line ends included. */
record RawOutput(String url, Course course) {

    String text() {
        return "\nPinging '%s'\n\nPress 'q' to abort.\r\n%s\nPing Statistics for %s\n%s%s"
                .formatted(url, lines(), url, packets(), roundTrips());
    }

    private String lines() {
        return IntStream.rangeClosed(1, course.sent())
                .mapToObj(number -> number + "> " + answerTo(number) + "\n")
                .collect(Collectors.joining());
    }

    private String answerTo(int number) {
        return course.responses().stream()
                .filter(response -> response.number() == number)
                .map(RawOutput::reply)
                .findFirst()
                .orElse("Request timed out.");
    }

    private static String reply(Response response) {
        return "Reply: [%s] bytes=%d time=%dms Rate=%s"
                .formatted(response.code(), response.bytes(), response.milliseconds(), response.downloadRate());
    }

    private String packets() {
        int sent = course.sent();
        int received = course.received();
        return "Packets: Sent : %d Received : %d Success Rate is %d percent (%d/%d)\n"
                .formatted(sent, received, course.successRatePercent(), received, sent);
    }

    private String roundTrips() {
        return "Approximate round trip time : max/avg/min = %d/%d/%d ms\n"
                .formatted(course.maximumMilliseconds(), course.averageMilliseconds(), course.minimumMilliseconds());
    }
}
