package io.gatewatch.central;

import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;

/** What went wrong on the way, in words for an operator; never with a header, a body or an address that holds a secret. */
final class WireFaults {

    private WireFaults() {}

    static String inShort(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        if (fault instanceof OAuth2AuthorizationException refused) {
            return CleanText.line(
                    "the token endpoint refused with " + refused.getError().getErrorCode());
        }
        if (root instanceof TimeoutException) {
            return "no answer in time";
        }
        if (root instanceof UnknownHostException) {
            return "unknown host " + root.getMessage();
        }
        return CleanText.line(
                root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + root.getMessage()));
    }
}
