package io.gatewatch.results;

/** Knows for whom something is read; what is read for the service itself is read whole. */
public interface ReaderScope {

    /** The gateways that exist for whoever is asking now. */
    GatewayScope now();
}
