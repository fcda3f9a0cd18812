package io.gatewatch.results;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A finished test as tests tell it: a plain success of one answer, unless it is told otherwise. */
public record Told(
        String serialNumber,
        String taskId,
        Protocol protocol,
        String url,
        Instant startedAt,
        Instant endedAt,
        String status,
        Double rate,
        Long sent,
        Long received,
        String failReason,
        List<ResponseSample> rows) {

    public static Told test(String taskId, Instant startedAt) {
        return new Told(
                "GW1",
                taskId,
                Protocol.HTTP,
                "www.example.org",
                startedAt,
                null,
                "COMPLETED",
                null,
                null,
                null,
                null,
                List.of(row(1000, 100.0)));
    }

    public Told of(String serial) {
        return new Told(
                serial, taskId, protocol, url, startedAt, endedAt, status, rate, sent, received, failReason, rows);
    }

    public Told to(String tested) {
        return new Told(
                serialNumber,
                taskId,
                protocol,
                tested,
                startedAt,
                endedAt,
                status,
                rate,
                sent,
                received,
                failReason,
                rows);
    }

    public Told by(Protocol spoken) {
        return new Told(
                serialNumber, taskId, spoken, url, startedAt, endedAt, status, rate, sent, received, failReason, rows);
    }

    public Told rated(Double percent) {
        return new Told(
                serialNumber,
                taskId,
                protocol,
                url,
                startedAt,
                endedAt,
                status,
                percent,
                sent,
                received,
                failReason,
                rows);
    }

    public Told counted(Long requests, Long responses) {
        return new Told(
                serialNumber,
                taskId,
                protocol,
                url,
                startedAt,
                endedAt,
                status,
                rate,
                requests,
                responses,
                failReason,
                rows);
    }

    public Told because(String reason) {
        return new Told(
                serialNumber, taskId, protocol, url, startedAt, endedAt, status, rate, sent, received, reason, rows);
    }

    public Told answered(ResponseSample... responses) {
        return new Told(
                serialNumber,
                taskId,
                protocol,
                url,
                startedAt,
                endedAt,
                status,
                rate,
                sent,
                received,
                failReason,
                Arrays.asList(responses));
    }

    /** With one answer of 1,000 bytes for each of these response times. */
    public Told took(double... millis) {
        return answered(Arrays.stream(millis).mapToObj(time -> row(1000, time)).toArray(ResponseSample[]::new));
    }

    /** Without any answer: a failure. */
    public Told unanswered() {
        return counted(5L, 0L).answered();
    }

    public static ResponseSample row(Integer bytes, Double millis) {
        Long size = bytes == null ? null : bytes.longValue();
        return new ResponseSample(1L, size, millis, null, null, "200/OK", 200, "OK");
    }

    public static List<Told> every(Instant from, long seconds, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> test("t" + i, from.plusSeconds(i * seconds)))
                .toList();
    }

    FinishedTest finished(long gatewayId, Instant now) {
        HttpTestResult.Output output = new HttpTestResult.Output(url, rate, sent, received, null, null, null, rows);
        HttpTestResult result = new HttpTestResult(status, startedAt, endedAt, output, failReason, null, "{}");
        return new FinishedTest(gatewayId, taskId, protocol, null, result, now);
    }
}
