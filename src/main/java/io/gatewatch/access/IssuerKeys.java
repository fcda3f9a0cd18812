package io.gatewatch.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys with which an issuer signs its tokens, asked for when the first token comes: the issuer may be away when this
 * service starts. Kept for five minutes, for hours when the issuer is away later, and asked for no more often than every ten
 * seconds, whatever keys the tokens of strangers name.
 */
class IssuerKeys implements JWKSetSource<SecurityContext> {

    private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);

    private static final long KEPT = Duration.ofMinutes(5).toMillis();
    private static final long PATIENCE = Duration.ofSeconds(15).toMillis();
    private static final long PAUSE = Duration.ofSeconds(10).toMillis();
    private static final long OUTAGE = Duration.ofHours(4).toMillis();
    private static final int TIMEOUT_MILLIS = 5000;
    private static final int MOST_BYTES = 512 * 1024;

    private final String issuer;
    private final @Nullable String keys;
    private final Web web = new Web();
    private volatile boolean known;
    private volatile boolean away;

    /** The keys are where the issuer's own description says, unless their address is given. */
    IssuerKeys(String issuer, @Nullable String keys) {
        this.issuer = issuer;
        this.keys = keys;
    }

    JWKSource<SecurityContext> source() {
        return JWKSourceBuilder.create(this)
                .cache(KEPT, PATIENCE)
                .rateLimited(PAUSE)
                .outageTolerant(OUTAGE)
                .refreshAheadCache(false)
                .build();
    }

    /** Whether there were ever any; a token whose key is not among them is then none of the issuer's. */
    boolean areKnown() {
        return known;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext context)
            throws KeySourceException {
        try {
            JWKSet set = JWKSet.parse(web.text(keys == null ? described() : keys));
            if (away) {
                log.info("The keys of {} can be had again", issuer);
            }
            known = true;
            away = false;
            return set;
        } catch (IOException | ParseException | IllegalArgumentException e) {
            if (!away) {
                log.warn(
                        "The keys of {} cannot be had ({}); tokens are refused where they were never had, and they are asked for again",
                        issuer,
                        e.toString());
            }
            away = true;
            throw new JWKSetUnavailableException("The issuer's keys cannot be had", e);
        }
    }

    private String described() throws IOException, ParseException {
        String place = issuer.replaceAll("/$", "") + "/.well-known/openid-configuration";
        var description = JSONObjectUtils.parse(web.text(place));
        String named = JSONObjectUtils.getString(description, "issuer");
        String address = JSONObjectUtils.getString(description, "jwks_uri");
        if (!issuer.equals(named) || address == null) {
            throw new IOException("its description is another issuer's, or names no keys");
        }
        return address;
    }

    @Override
    public void close() {}

    /** Goes where it is sent and nowhere else, and not back from https to http. */
    private final class Web extends DefaultResourceRetriever {

        Web() {
            super(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES);
        }

        String text(String address) throws IOException {
            URI uri = URI.create(address);
            if (issuer.startsWith("https:") && !"https".equals(uri.getScheme())) {
                throw new IOException("an address of it is not encrypted");
            }
            return retrieveResource(uri.toURL()).getContent();
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            HttpURLConnection connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }
}
