package io.gatewatch.results;

import java.time.Instant;
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
            return start(day).toString();
        }
    }

    /** A partition that is there. */
    private record Named(String parent, String name) {}

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final Watermarks watermarks;

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

    Partitions(JdbcTemplate jdbc, JdbcClient client, Watermarks watermarks) {
        this.jdbc = jdbc;
        this.client = client;
        this.watermarks = watermarks;
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

    /**
     * Drops the oldest day before this one and says that rows hold from this one on. One at a time, so that those who store
     * or read wait for a moment only. The row says so no later than the rows are gone: who reads has the tables locked from
     * before it sees the row, and is waited for.
     *
     * @return whether there was one
     */
    @Transactional
    boolean dropOldestDay(LocalDate before) {
        List<Named> oldest = oldest(before, "http_test", "response_sample");
        if (oldest.isEmpty()) {
            return false;
        }
        waitShortly();
        lock("only http_test, only response_sample", "access exclusive");
        watermarks.rowsSince(start(before));
        oldest.forEach(this::drop);
        return true;
    }

    /** The same with the oldest month of hourly figures before this day, which is the first of a month. */
    @Transactional
    boolean dropOldestMonth(LocalDate before) {
        List<Named> oldest = oldest(before, "hourly_figures");
        if (oldest.isEmpty()) {
            return false;
        }
        waitShortly();
        lock("only hourly_figures", "access exclusive");
        watermarks.hoursSince(start(before));
        oldest.forEach(this::drop);
        return true;
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

    /** The partitions of the oldest time that begins before this day. */
    private List<Named> oldest(LocalDate before, String... tables) {
        return client.sql("""
                        with old as (
                            select i.inhparent::regclass::text as parent, c.relname as name, right(c.relname, 8) as first_day
                            from pg_inherits i join pg_class c on c.oid = i.inhrelid
                            where i.inhparent = any (?::text[]::regclass[]) and c.relname ~ '_[0-9]{8}$'
                                and right(c.relname, 8) < ?)
                        select parent, name from old where first_day = (select min(first_day) from old) order by name
                        """)
                .params(tables, SUFFIX.format(before))
                .query(Named.class)
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

    private void drop(Named partition) {
        jdbc.execute("alter table %s detach partition %s".formatted(partition.parent(), partition.name()));
        jdbc.execute("drop table " + partition.name());
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
