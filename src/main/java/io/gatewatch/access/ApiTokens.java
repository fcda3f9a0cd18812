package io.gatewatch.access;

import io.gatewatch.results.GatewayScope;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tokens of programs: made, listed and revoked. Only a hash of each is kept. */
@Component
public class ApiTokens {

    /** How every token begins, so that scanners of code find it where it does not belong. */
    public static final String PREFIX = "gw_";

    /** So many are kept at most; more are a mistake. */
    public static final int MOST = 1000;

    private static final String COLUMNS = "id, name, role, gateways, created_at, created_by, expires_at, last_used_at";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final TokenDoor door;

    ApiTokens(JdbcClient jdbc, Clock clock, TokenDoor door) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.door = door;
    }

    /** The new token, or nothing when there are {@link #MOST} already. */
    public Optional<ApiToken.Made> make(
            String name, String role, GatewayScope scope, @Nullable Instant expiresAt, String madeBy) {
        String secret = secret();
        Optional<ApiToken> token = jdbc.sql(
                        "insert into api_token (name, hash, role, gateways, created_at, created_by, expires_at)"
                                + " select ?, ?, ?, ?, ?, ?, ? where (select count(*) from api_token) < ? returning "
                                + COLUMNS)
                .param(name)
                .param(TokenDoor.hash(secret))
                .param(role)
                .param(scope.patterns().toArray(String[]::new))
                .param(time(clock.instant()))
                .param(madeBy)
                .param(expiresAt == null ? null : time(expiresAt))
                .param(MOST)
                .query(ApiTokens::read)
                .optional();
        return token.map(made -> new ApiToken.Made(made, secret));
    }

    /** Newest first, from below an id on. */
    public List<ApiToken> page(@Nullable Long below, int limit) {
        return jdbc.sql("select " + COLUMNS + " from api_token where id < ? order by id desc limit ?")
                .params(below == null ? Long.MAX_VALUE : below, limit)
                .query(ApiTokens::read)
                .list();
    }

    public Optional<ApiToken> find(long id) {
        return jdbc.sql("select " + COLUMNS + " from api_token where id = ?")
                .param(id)
                .query(ApiTokens::read)
                .optional();
    }

    /** Whether there was such a token; this replica refuses it at once, others within seconds. */
    public boolean revoke(long id) {
        boolean was = jdbc.sql("delete from api_token where id = ?").param(id).update() > 0;
        door.forget();
        return was;
    }

    private String secret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static ApiToken read(ResultSet row, int number) throws SQLException {
        Array gateways = row.getArray("gateways");
        return new ApiToken(
                row.getLong("id"),
                row.getString("name"),
                row.getString("role"),
                GatewayScope.of(List.of((String[]) gateways.getArray())),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"),
                instant(row.getTimestamp("expires_at")),
                instant(row.getTimestamp("last_used_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
