package io.gatewatch.results;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What tests are added up by when they are told apart by url: a url that is literally "unknown" is one with those that
 * nobody said, as its label and filter value are.
 */
@Component
class UrlKeys {

    /** Of a test, or of figures, {@code t}. */
    static final String ID = "case t.url_id when :literal then 0 else t.url_id end";

    private final JdbcClient jdbc;

    UrlKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** With the value that {@link #ID} needs. */
    Choice in(Choice choice) {
        return choice.with("literal", literallyUnknown());
    }

    /** The id of the url that is literally "unknown", or one that there is not. */
    long literallyUnknown() {
        return jdbc.sql("select id from url where hash = decode(?, 'hex')")
                .param(Url.of(Url.UNKNOWN.text()).hash())
                .query(Long.class)
                .optional()
                .orElse(-1L);
    }
}
