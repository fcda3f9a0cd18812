package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** How many statements a reading sends, the one included that begins its transaction; docs/performance.md tells them. */
class StatementsTest extends ResultsWorld {

    /** Many short ones in one go, which are not logged. */
    private static final int BEGIN = 1;

    private final ListAppender<ILoggingEvent> sent = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            // What the service does by itself meanwhile does not count.
            if (event.getThreadName().contains("exec")) {
                super.append(event);
            }
        }
    };
    private final List<Logger> loggers = Stream.of("org.springframework.jdbc.core", "org.hibernate.SQL")
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();

    @BeforeEach
    void listen() {
        sent.start();
        loggers.forEach(logger -> {
            logger.addAppender(sent);
            logger.setAdditive(false);
        });
    }

    @AfterEach
    void listenNoMore() {
        loggers.forEach(logger -> {
            logger.detachAppender(sent);
            logger.setAdditive(true);
            logger.setLevel(null);
        });
    }

    private List<String> statements(String path) {
        json(path);
        sent.list.clear();
        loggers.forEach(logger -> logger.setLevel(Level.DEBUG));
        json(path);
        loggers.forEach(logger -> logger.setLevel(Level.WARN));
        return sent.list.stream()
                .filter(event -> event.getLoggerName().startsWith("org.hibernate")
                        || event.getLoggerName().endsWith("StatementCreatorUtils")
                        || event.getFormattedMessage().matches("(?s)Executing.*\\[.*"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/gateways/GW1/history, 3",
        "/api/v1/gateways/GW1/history?from={80d}&step=P1D, 4",
        "/api/v1/gateways/GW1/history?from={80d}&step=P1D&timeZone=Europe/Berlin, 4",
        "/api/v1/gateways/GW1/history?from={80d}&step=P1D&timeZone=Asia/Kolkata, 4",
        "/api/v1/gateways/GW1/history?from={80d}&step=PT1H30M, 4",
        "/api/v1/gateways/GW1/history?from={80d}&step=PT2H30M, 4",
        "/api/v1/gateways/GW1, 4",
        "/api/v1/gateways, 4",
        "/api/v1/gateways?window=P7D, 5",
        "/api/v1/gateways?window=PT24H&sort=latency, 7",
        "/api/v1/gateways?window=P31D&sort=successRate, 7",
        "/api/v1/urls, 4",
        "/api/v1/urls?window=P31D, 5",
        "/api/v1/urls/history?from={80d}, 3",
        "/api/v1/urls/history, 3",
        "/api/v1/strips?window=P31D, 2",
        "/api/v1/gateways/GW1/codes, 3",
        "/api/v1/gateways/GW1/samples, 3",
        "/api/v1/gateways/GW1/tests, 3",
        "/api/v1/gateways/GW1/baseline, 6",
        "/api/v1/gateways/GW1/baseline?window=P7D, 9",
        "/api/v1/verdict, 4",
        "/api/v1/verdict?window=PT24H, 5",
        "/api/v1/reports/availability?from={80d}, 3",
    })
    void areFewWhateverIsAsked(String path, int expected) {
        clock.set(NOON.plusSeconds(1234));
        List<Told> tests = new ArrayList<>();
        IntStream.range(0, 300)
                .forEach(i -> tests.add(Told.test("t" + i, NOON.minus(Duration.ofMinutes(i * 7L * 60)))
                        .of("GW" + (1 + i % 3))
                        .to("u" + i % 4)));
        IntStream.range(0, 60)
                .forEach(i -> tests.add(Told.test("n" + i, NOON.plusSeconds(i * 20L - 1200))
                        .of("GW" + (1 + i % 3))
                        .unanswered()));
        record(tests);
        runScheduled("DayUpkeep.sumUp");
        Instant past = clock.instant().minus(Duration.ofDays(80));
        List<String> statements = statements(path.replace("{80d}", past.toString()));
        assertThat(statements).hasSize(expected - BEGIN);
        assertThat(expected).isLessThanOrEqualTo(10);
    }
}
