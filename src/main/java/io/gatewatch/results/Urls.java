package io.gatewatch.results;

import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The urls seen so far and their ids. */
@Component
class Urls {

    private final JdbcTemplate jdbc;

    Urls(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The ids of these urls, new ones made; joins the caller's transaction. */
    Map<Url, Long> idsOf(Collection<Url> urls) {
        List<Url> wanted = urls.stream().distinct().sorted(Url.BY_HASH).toList();
        Map<Url, Long> ids = known(wanted);
        List<Url> unseen = wanted.stream().filter(url -> !ids.containsKey(url)).toList();
        if (!unseen.isEmpty()) {
            insert(unseen);
            ids.putAll(known(unseen));
        }
        return ids;
    }

    private Map<Url, Long> known(List<Url> urls) {
        Map<Url, Long> ids = new HashMap<>();
        jdbc.query(
                "select id, text, encode(hash, 'hex') from url where hash = any (?::bytea[])",
                row -> {
                    ids.put(new Url(row.getString(2), row.getString(3)), row.getLong(1));
                },
                (Object) urls.stream()
                        .map(Url::hash)
                        .map(HexFormat.of()::parseHex)
                        .toArray(byte[][]::new));
        return ids;
    }

    /** In the order of their hashes, so that two replicas that meet the same urls do not wait for each other. */
    private void insert(List<Url> urls) {
        jdbc.batchUpdate(
                "insert into url (text, hash) values (?, ?) on conflict (hash) do nothing",
                urls,
                urls.size(),
                (statement, url) -> {
                    statement.setString(1, url.text());
                    statement.setBytes(2, HexFormat.of().parseHex(url.hash()));
                });
    }
}
