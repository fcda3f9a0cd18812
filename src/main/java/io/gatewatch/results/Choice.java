package io.gatewatch.results;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/** Conditions on tests, or on figures of them, with the values for their named parameters. */
final class Choice {

    /** With its era, as an hour before the first year can be told from one of it. */
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss.SSSSSSX ")
            .appendText(ChronoField.ERA, Map.of(0L, "BC", 1L, "AD"))
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Set<String> conditions = new LinkedHashSet<>();
    private final Map<String, @Nullable Object> params = new HashMap<>();

    /** Those from {@code from}, inclusive, to {@code to}, exclusive. */
    static Choice within(String column, Instant from, Instant to) {
        return new Choice()
                .and("t." + column + " >= :from", "from", from.atOffset(ZoneOffset.UTC))
                .and("t." + column + " < :to", "to", to.atOffset(ZoneOffset.UTC));
    }

    /** Those of these gateways, of whatever time. */
    static Choice ofGateways(Collection<Long> ids) {
        return new Choice().and("t.gateway_id = any (:gateways)", "gateways", ids.toArray(Long[]::new));
    }

    Choice from(String column, Instant from) {
        return and("t." + column + " >= :from", "from", from.atOffset(ZoneOffset.UTC));
    }

    Choice before(String column, Instant to) {
        return and("t." + column + " < :to", "to", to.atOffset(ZoneOffset.UTC));
    }

    Choice storedBy(@Nullable Instant latest) {
        return latest == null ? this : and("t.stored_at <= :storedBy", "storedBy", latest.atOffset(ZoneOffset.UTC));
    }

    Choice gateway(long id) {
        return and("t.gateway_id = :gateway", "gateway", id);
    }

    /** By what the figures' keys say; {@code unknown} finds those without a url. */
    Choice url(@Nullable String text) {
        String condition = "t.url_id = (select id from url where hash = decode(:url, 'hex'))";
        return text == null ? this : and(condition, "url", Url.of(text).hash());
    }

    Choice outcome(@Nullable Outcome outcome) {
        return outcome == null ? this : and("t.outcome = :outcome", "outcome", outcome.text());
    }

    Choice protocol(@Nullable Protocol protocol) {
        return protocol == null ? this : and("t.protocol = :protocol", "protocol", protocol.text());
    }

    Choice and(String condition, String name, @Nullable Object value) {
        return also(condition).with(name, value);
    }

    private Choice also(String condition) {
        conditions.add(condition);
        return this;
    }

    /** A value that the key expression uses. */
    Choice with(String name, @Nullable Object value) {
        params.put(name, value);
        return this;
    }

    /** Points in time, read once a statement; as texts they would be once a row. */
    Choice with(String name, Collection<Instant> moments) {
        return with(
                name,
                new SqlArrayValue(
                        "timestamptz", moments.stream().map(MOMENT::format).toArray()));
    }

    String sql() {
        return String.join(" and ", conditions);
    }

    Map<String, @Nullable Object> params() {
        return params;
    }
}
