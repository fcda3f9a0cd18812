package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gatewatch.ApiDocument;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What docs/scale.md promises of the tables and the SQL, so that results can be spread over servers by gateway. */
class DistributionTest extends ResultsWorld {

    private static final String SPREAD = "(http_test|response_sample|hourly_figures|daily_figures|target_totals)";
    private static final Pattern ONE_GATEWAY = Pattern.compile("gateway_id ?= ?(any ?\\()?(\\?|g\\.id)");
    private static final Pattern JOIN = Pattern.compile("(join|exists \\(select from) " + SPREAD + "\\b");
    private static final Pattern BY_GATEWAY =
            Pattern.compile("using \\(gateway_id|\\w\\.gateway_id ?= ?(\\w+\\.gateway_id|g\\.id)");

    /** Keys of whole tables; their partitions have the same. */
    private static final String KEYS = """
            select c.conrelid::regclass::text as name, c.contype::text as kind, c.confrelid::regclass::text as referred,
                   (select attname from pg_attribute where attrelid = c.conrelid and attnum = c.conkey[1]) as first,
                   (select attname from pg_attribute where attrelid = c.confrelid and attnum = c.confkey[1]) as referred_first
            from pg_constraint c join pg_class t on t.oid = c.conrelid
            where c.connamespace = 'public'::regnamespace and c.contype in ('p', 'u', 'f') and not t.relispartition
              and c.conparentid = 0
            """;

    /** Without what is sent every few seconds, whatever a test does. */
    private final ListAppender<ILoggingEvent> statements = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (!Thread.currentThread().getName().matches("(scheduling|upkeep)-.*")) {
                super.append(event);
            }
        }
    };

    private final List<Logger> loggers = Stream.of("org.springframework.jdbc.core.JdbcTemplate", "org.hibernate.SQL")
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();

    private record Key(String name, String kind, String referred, String first, String referredFirst) {}

    @BeforeEach
    void listen() {
        statements.start();
        loggers.forEach(logger -> {
            logger.setLevel(Level.DEBUG);
            logger.setAdditive(false);
            logger.addAppender(statements);
        });
    }

    @AfterEach
    void listenNoMore() {
        loggers.forEach(logger -> {
            logger.detachAppender(statements);
            logger.setAdditive(true);
            logger.setLevel(null);
        });
    }

    private List<Key> keys() {
        return jdbc.sql(KEYS)
                .query((row, number) -> new Key(
                        row.getString("name"),
                        row.getString("kind"),
                        row.getString("referred"),
                        row.getString("first"),
                        row.getString("referred_first")))
                .list();
    }

    /** Those sent since the last time that say anything of what is spread. */
    private List<String> sent() {
        List<String> sent = List.copyOf(statements.list).stream()
                .map(event -> event.getFormattedMessage().replaceAll("\\s+", " "))
                .filter(sql ->
                        Pattern.compile("\\b" + SPREAD + "\\b").matcher(sql).find())
                .toList();
        statements.list.clear();
        return sent;
    }

    private void twoGatewaysTest() {
        record(
                Told.test("t0", NOON.minusSeconds(600)),
                Told.test("t1", NOON.minusSeconds(600)).of("GW2").unanswered());
        jdbc.sql("""
                        insert into task (task_id, gateway_id, protocol, state, registered_at, due_at, deadline_at, observed_at)
                        select 't0', id, 'http', 'finished', :at, :at, :at, :at from gateway where serial_number = 'GW1'
                        """)
                .param("at", NOON.minusSeconds(600).atOffset(ZoneOffset.UTC))
                .update();
    }

    private Stream<String> readable() {
        return ApiDocument.read(get("/v3/api-docs")).operations().stream()
                .filter(operation -> operation.method().equals("GET"))
                .map(operation -> operation
                        .path()
                        .replace("{serialNumber}", "GW1")
                        .replace("{taskId}", "t0")
                        .replace("{version}", "v1")
                        .replace("{protocol}", "http"))
                .filter(path -> !path.contains("{"));
    }

    @Test
    void everyKeyOfWhatIsSpreadBeginsWithTheGateway() {
        List<Key> own = keys().stream()
                .filter(key -> key.name().matches(SPREAD) && !key.kind().equals("f"))
                .toList();
        assertThat(own).hasSize(5).allMatch(key -> key.first().equals("gateway_id"));
    }

    @Test
    void foreignKeysKeepToAGatewayOrReferToASmallTableThatIsEverywhere() {
        assertThat(keys().stream()
                        .filter(key -> key.kind().equals("f") && key.name().matches(SPREAD)))
                .isNotEmpty()
                .allMatch(key -> key.referred().matches("gateway|url")
                        || key.referred().matches(SPREAD)
                                && key.first().equals("gateway_id")
                                && key.referredFirst().equals("gateway_id"));
    }

    @Test
    void nothingThatStaysOnOneServerRefersToWhatIsSpread() {
        assertThat(keys().stream()
                        .filter(key -> key.kind().equals("f") && !key.name().matches(SPREAD)))
                .noneMatch(key -> key.referred().matches(SPREAD));
    }

    @Test
    void whoeverAsksAboutOneGatewayAsksOneServer() {
        twoGatewaysTest();
        List<String> paths = readable()
                .filter(path -> path.contains("/GW1") || path.endsWith("/t0"))
                .toList();
        assertThat(paths).contains("/api/v1/gateways/GW1/history", "/api/v1/tests/t0");
        for (String path : paths) {
            sent();
            get(path).expectStatus().isOk();
            assertThat(sent()).as(path).allMatch(sql -> ONE_GATEWAY.matcher(sql).find());
        }
    }

    @Test
    void joinsOfWhatIsSpreadAreByGateway() {
        sent();
        twoGatewaysTest();
        runScheduled("StoredFigures.refresh");
        Stream.concat(
                        readable(),
                        Stream.of("successRate", "latency", "lastTest").map(sort -> "/api/v1/gateways?sort=" + sort))
                .forEach(this::get);
        List<String> joins =
                sent().stream().filter(sql -> JOIN.matcher(sql).find()).toList();
        assertThat(joins)
                .hasSizeGreaterThan(5)
                .allMatch(sql -> BY_GATEWAY.matcher(sql).find());
    }
}
