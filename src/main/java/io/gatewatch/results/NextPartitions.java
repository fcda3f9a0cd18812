package io.gatewatch.results;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door to whether tomorrow's rows will find their partitions; without them they go to the default ones. */
@Component
public class NextPartitions {

    private final JdbcClient jdbc;
    private final Clock clock;

    NextPartitions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The names of tomorrow's partitions that are not there; none is as it should be. */
    public List<String> missing() {
        LocalDate tomorrow =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
        return jdbc.sql("select name from unnest(?::text[]) as n (name) where to_regclass(name) is null order by name")
                .param(Partitions.namesOf(tomorrow).toArray(String[]::new))
                .query(String.class)
                .list();
    }
}
