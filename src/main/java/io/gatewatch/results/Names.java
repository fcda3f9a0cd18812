package io.gatewatch.results;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What ids of urls stand for, looked up for the few rows that are shown. */
@Component
class Names {

    private final JdbcClient jdbc;

    Names(JdbcClient jdbc) {
        this.jdbc = jdbc;
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
