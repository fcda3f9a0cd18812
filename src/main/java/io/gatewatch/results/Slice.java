package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Whose tests of which stretch of time are added up together.
 *
 * @param url null where urls are not told apart
 * @param slot the place of the start after which they lie, from 0
 */
record Slice(long gatewayId, TestedUrl.@Nullable Position url, int slot) {

    static Slice of(ResultSet row, FiguresQuestion question, int slot) throws SQLException {
        return new Slice(
                row.getLong("gateway_id"), question.detail() == FiguresQuestion.Detail.URLS ? url(row) : null, slot);
    }

    private static TestedUrl.Position url(ResultSet row) throws SQLException {
        return new TestedUrl.Position(
                row.getLong("url_id"), Protocol.of(row.getString("protocol")).orElseThrow());
    }
}
