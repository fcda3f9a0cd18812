package io.gatewatch.results;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door out to how long the last tests took, so that the next one is asked about when it is likely done. */
@Component
public class TestLengths {

    private final JdbcClient jdbc;

    TestLengths(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The lengths of a target's last tests, newest first. */
    private record OfTarget(long gatewayId, Protocol protocol, String url, List<Duration> lengths) {}

    /** What is known of some gateways at one moment. */
    public static final class Known {

        private final List<OfTarget> targets;

        private Known(List<OfTarget> targets) {
            this.targets = targets;
        }

        /** Lengths of tests of this url, or of all tests of the gateway and protocol where none is known. */
        public List<Duration> of(long gatewayId, Protocol protocol, @Nullable String url) {
            List<OfTarget> same = targets.stream()
                    .filter(target -> target.gatewayId == gatewayId && target.protocol == protocol)
                    .toList();
            List<Duration> exact = url == null
                    ? List.of()
                    : lengths(same.stream()
                            .filter(target -> target.url.equals(Url.of(url).text())));
            return exact.isEmpty() ? lengths(same.stream()) : exact;
        }

        private static List<Duration> lengths(Stream<OfTarget> targets) {
            return targets.flatMap(target -> target.lengths.stream()).toList();
        }
    }

    /** What is known of these gateways. */
    public Known of(Collection<Long> gatewayIds) {
        return new Known(jdbc.sql("""
                        select t.gateway_id, t.protocol, u.text, t.recent_millis
                        from target_totals t join url u on u.id = t.url_id
                        where t.gateway_id = any (:gateways) and t.recent_millis <> '{}'
                        order by t.last_stored_at desc limit 10000
                        """)
                .param("gateways", gatewayIds.toArray(Long[]::new))
                .query((row, number) -> target(row))
                .list());
    }

    private static OfTarget target(ResultSet row) throws SQLException {
        return new OfTarget(
                row.getLong(1),
                Protocol.of(row.getString(2)).orElseThrow(),
                row.getString(3),
                lengths(row.getArray(4)));
    }

    private static List<Duration> lengths(Array millis) throws SQLException {
        return Stream.of((Long[]) millis.getArray()).map(Duration::ofMillis).toList();
    }
}
