package io.gatewatch.results;

import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The partitions of the large tables: results by day, hourly figures by month. Rows that came before their partition lie
 * in the default one and are moved when it is made, because PostgreSQL refuses to make it otherwise.
 */
@Component
class Partitions {

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;
    private static final Period DAY = Period.ofDays(1);
    private static final Period MONTH = Period.ofMonths(1);

    /** A partition and its bounds. */
    private record Part(String table, String column, LocalDate from, LocalDate to) {

        String name() {
            return table + "_" + SUFFIX.format(from);
        }

        String where() {
            return "%s >= '%s' and %s < '%s'".formatted(column, bound(from), column, bound(to));
        }

        /** Figures are updated for as long as their hour lasts, and need room for it beside them; rows never are. */
        int fillFactor() {
            return table.equals("hourly_figures") ? 70 : 100;
        }

        static String bound(LocalDate day) {
            return day.atStartOfDay().toInstant(ZoneOffset.UTC).toString();
        }
    }

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    /** The partitions that hold what is observed on this day. */
    static List<String> namesOf(LocalDate day) {
        return List.of(tests(day).name(), responses(day).name(), figures(day).name());
    }

    private static Part tests(LocalDate day) {
        return new Part("http_test", "observed_at", day, day.plus(DAY));
    }

    private static Part responses(LocalDate day) {
        return new Part("response_sample", "observed_at", day, day.plus(DAY));
    }

    private static Part figures(LocalDate day) {
        LocalDate first = day.withDayOfMonth(1);
        return new Part("hourly_figures", "hour", first, first.plus(MONTH));
    }

    Partitions(JdbcTemplate jdbc, JdbcClient client) {
        this.jdbc = jdbc;
        this.client = client;
    }

    /** Makes the partitions of a day's results, if they are not there. */
    @Transactional
    void makeDay(LocalDate day) {
        Part tests = tests(day);
        Part responses = responses(day);
        if (exists(tests.name())) {
            return;
        }
        waitShortly();
        lock("only http_test, only response_sample", "share row exclusive");
        lock("http_test_default, response_sample_default", "access exclusive");
        fill(responses);
        fill(tests);
        attach(tests);
        attach(responses);
    }

    /** Makes the partition of a month's hourly figures, if it is not there. */
    @Transactional
    void makeMonth(LocalDate month) {
        Part figures = figures(month);
        if (exists(figures.name())) {
            return;
        }
        waitShortly();
        lock("only hourly_figures", "share row exclusive");
        lock("hourly_figures_default", "access exclusive");
        fill(figures);
        attach(figures);
    }

    /** Drops the partitions of days before this one; responses first, as they refer to tests. */
    @Transactional
    void dropDaysBefore(LocalDate day) {
        List<String> responses = namesBefore("response_sample", day);
        List<String> tests = namesBefore("http_test", day);
        if (responses.isEmpty() && tests.isEmpty()) {
            return;
        }
        waitShortly();
        lock("only http_test, only response_sample", "access exclusive");
        responses.forEach(name -> drop("response_sample", name));
        tests.forEach(name -> drop("http_test", name));
    }

    /** Drops the partitions of months that end before this day. */
    @Transactional
    void dropMonthsBefore(LocalDate day) {
        waitShortly();
        for (String name : namesBefore("hourly_figures", day.minus(MONTH).plusDays(1))) {
            drop("hourly_figures", name);
        }
    }

    /**
     * Tests before responses, as all who read or write both do; otherwise two could wait for each other. The whole before
     * its default partition, so that no writer has chosen the default one while it waits.
     */
    private void lock(String tables, String mode) {
        jdbc.execute("lock table " + tables + " in " + mode + " mode");
    }

    /** Whoever cannot have the lock soon tries again at the next upkeep; nobody else is to queue behind it for long. */
    private void waitShortly() {
        jdbc.execute("set local lock_timeout = '3s'");
    }

    private boolean exists(String name) {
        return client.sql("select to_regclass(?) is not null")
                .param(name)
                .query(Boolean.class)
                .single();
    }

    private List<String> namesBefore(String table, LocalDate day) {
        return client.sql("""
                        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = ?::regclass and c.relname < ? and c.relname ~ '_[0-9]{8}$'
                        order by 1
                        """)
                .params(table, table + "_" + SUFFIX.format(day))
                .query(String.class)
                .list();
    }

    private void fill(Part part) {
        jdbc.execute("create table %s (like %s including defaults including constraints) with (fillfactor = %d)"
                .formatted(part.name(), part.table(), part.fillFactor()));
        jdbc.execute("with moved as (delete from %s_default where %s returning *) insert into %s select * from moved"
                .formatted(part.table(), part.where(), part.name()));
    }

    private void attach(Part part) {
        jdbc.execute("alter table %s attach partition %s for values from ('%s') to ('%s')"
                .formatted(part.table(), part.name(), Part.bound(part.from()), Part.bound(part.to())));
    }

    private void drop(String table, String name) {
        jdbc.execute("alter table %s detach partition %s".formatted(table, name));
        jdbc.execute("drop table " + name);
    }
}
