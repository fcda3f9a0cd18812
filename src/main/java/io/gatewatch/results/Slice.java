package io.gatewatch.results;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Whose tests of which stretch of time are added up together.
 *
 * @param slot the place of the start after which they lie, from 0
 */
record Slice(long gatewayId, long urlId, Protocol protocol, int slot) {

    static Slice of(ResultSet row, int slot) throws SQLException {
        return new Slice(
                row.getLong("gateway_id"),
                row.getLong("url_id"),
                Protocol.of(row.getString("protocol")).orElseThrow(),
                slot);
    }
}
