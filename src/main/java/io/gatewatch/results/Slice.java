package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose tests of which stretch of time are added up together.
 *
 * @param gatewayId that of none where gateways are not told apart
 * @param url null where urls are not told apart
 * @param slot the place of the start after which they lie, from 0
 */
record Slice(long gatewayId, TestedUrl.@Nullable Position url, int slot) {

    private static final long ALL = -1;

    static Slice of(ResultSet row, FiguresQuestion question, int slot) throws SQLException {
        return switch (question.detail()) {
            case ALL -> new Slice(ALL, null, slot);
            case TESTS, LATENCIES, GATEWAYS -> new Slice(row.getLong("gateway_id"), null, slot);
            case URLS, HOURS -> new Slice(row.getLong("gateway_id"), url(row), slot);
        };
    }

    /** Where urls are told apart. */
    Tally.Target target() {
        TestedUrl.Position of = Objects.requireNonNull(url);
        return new Tally.Target(gatewayId, of.urlId(), of.protocol());
    }

    private static TestedUrl.Position url(ResultSet row) throws SQLException {
        return new TestedUrl.Position(
                row.getLong("url_id"), Protocol.of(row.getString("protocol")).orElseThrow());
    }
}
