package io.gatewatch.results;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What ids stand for, looked up for the few rows that are shown. */
@Component
class Names {

    private final JdbcClient jdbc;

    Names(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<Long, GatewayName> gateways(Collection<Long> ids) {
        Map<Long, GatewayName> names = new HashMap<>();
        jdbc.sql("select id, serial_number, name, site from gateway where id = any (:ids)")
                .param("ids", ids.toArray(Long[]::new))
                .query(row -> {
                    names.put(row.getLong(1), new GatewayName(row.getString(2), row.getString(3), row.getString(4)));
                });
        return names;
    }

    Map<Long, String> urls(Collection<Long> ids) {
        Map<Long, String> texts = new HashMap<>();
        jdbc.sql("select id, text from url where id = any (:ids)")
                .param("ids", ids.toArray(Long[]::new))
                .query(row -> {
                    texts.put(row.getLong(1), row.getString(2));
                });
        return texts;
    }
}
